#include <contend/core/rng.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

namespace {

using contend::derive_seed;
using contend::rng;

TEST(rng, is_the_same_on_every_platform) {
  // SplitMix64's published first outputs for the state 0: each call here is one step of it.
  EXPECT_EQ(contend::mix(0), 0xe220a8397b1dcdafu);
  EXPECT_EQ(contend::mix(0x9e3779b97f4a7c15u), 0x6e789e6aa1b965f4u);
  static_assert(rng(1)() == rng(1)());
}

TEST(rng, a_seed_decides_the_sequence) {
  rng a(5), b(5), c(6);
  int same = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto x = a();
    EXPECT_EQ(x, b());
    same += x == c();
  }
  EXPECT_EQ(same, 0);
}

/// Chi-squared over `cells` equal cells, as standard deviations from its mean.
template <class Draw>
double excess(unsigned cells, int draws, Draw draw) {
  std::vector<double> counts(cells);
  for (int i = 0; i < draws; ++i) ++counts.at(draw());
  const double expected = static_cast<double>(draws) / cells;
  double chi = 0;
  for (const double n : counts) chi += (n - expected) * (n - expected) / expected;
  return (chi - (cells - 1)) / std::sqrt(2.0 * (cells - 1));
}

TEST(rng, is_uniform) {
  for (const std::uint64_t seed : {0ull, 1ull, 2ull, ~0ull}) {
    rng random(seed);
    for (const unsigned bound : {2u, 3u, 10u, 100u, 1000u}) {
      const double off = excess(bound, 100000, [&] { return random.below(bound); });
      EXPECT_LT(std::abs(off), 5) << "below(" << bound << "), seed " << seed;
    }
    EXPECT_LT(std::abs(excess(64, 100000, [&] { return random() & 63; })), 5) << "low bits";
    EXPECT_LT(std::abs(excess(64, 100000, [&] { return random() >> 58; })), 5) << "high bits";
    EXPECT_LT(std::abs(excess(50, 100000, [&] { return std::size_t(random.unit() * 50); })), 5);
  }
}

TEST(rng, bounds_hold) {
  rng random(3);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(random.below(1), 0u);
    EXPECT_LT(random.below(7), 7u);
    EXPECT_LT(random.below(~0ull), ~0ull);
    const double u = random.unit();
    EXPECT_TRUE(u >= 0 && u < 1);
  }
}

TEST(derive_seed, streams_of_all_runs_differ) {
  std::set<std::uint64_t> seeds;
  for (std::uint64_t run = 0; run < 100; ++run) {
    for (std::uint64_t stream = 0; stream < 100; ++stream) seeds.insert(derive_seed(run, stream));
  }
  EXPECT_EQ(seeds.size(), 10000u);
}

TEST(derive_seed, neighbouring_streams_are_independent) {
  // Of two unrelated streams, half of all bits agree; the mean of n words strays by 4 / sqrt(n).
  constexpr int words = 4000;
  for (std::uint64_t stream = 0; stream < 20; ++stream) {
    rng a(derive_seed(1, stream)), b(derive_seed(1, stream + 1)), c(derive_seed(2, stream));
    double threads = 0, runs = 0;
    for (int i = 0; i < words; ++i) {
      const auto x = a();
      threads += std::popcount(x ^ b());
      runs += std::popcount(x ^ c());
    }
    EXPECT_NEAR(threads / words, 32, 5 * 4 / std::sqrt(words)) << "threads, stream " << stream;
    EXPECT_NEAR(runs / words, 32, 5 * 4 / std::sqrt(words)) << "runs, stream " << stream;
  }
}

TEST(derive_seed, streams_do_not_overlap) {
  // A stream that ran into another one would repeat its words.
  std::set<std::uint64_t> seen;
  for (std::uint64_t stream = 0; stream < 64; ++stream) {
    rng random(derive_seed(1, stream));
    for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(random()).second);
  }
}

}  // namespace
