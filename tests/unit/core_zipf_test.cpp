#include <contend/core/zipf.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace {

using contend::rng;
using contend::scatter;
using contend::zipf;

std::vector<std::uint64_t> histogram(const zipf& ranks, std::uint64_t draws) {
  std::vector<std::uint64_t> counts(ranks.size());
  rng random(7);
  for (std::uint64_t i = 0; i < draws; ++i) ++counts.at(ranks(random));
  return counts;
}

TEST(zipf, zeta_is_the_sum_it_stands_for) {
  for (const double theta : {0.0, 0.2, 0.5, 0.8, 0.99, 0.999}) {
    double sum = 0;
    for (std::uint64_t i = 1; i <= 200000; ++i) {
      sum += std::pow(static_cast<double>(i), -theta);
      if (i <= 3 || (i >= 62 && i <= 66) || i == 1000 || i == 200000) {
        EXPECT_NEAR(zipf::zeta(i, theta) / sum, 1, 1e-9) << i << " terms, theta " << theta;
      }
    }
  }
  EXPECT_EQ(zipf::zeta(0, 0.5), 0);
}

TEST(zipf, hottest_ranks_get_the_share_of_theory) {
  constexpr std::uint64_t draws = 400000;
  for (const double theta : {0.0, 0.5, 0.8, 0.99}) {
    for (const std::uint64_t n : {100u, 10000u, 1000000u}) {
      const zipf ranks(n, theta);
      const auto counts = histogram(ranks, draws);
      const double top_1 = static_cast<double>(counts[0]) / draws;
      const double top_10 =
          static_cast<double>(std::accumulate(counts.begin(), counts.begin() + 10, 0ull)) / draws;
      // Rank 0 is exact: five standard deviations of a binomial. Beyond rank 1 the method is an
      // approximation: 6 % more.
      const auto noise = [](double p) { return 5 * std::sqrt(p * (1 - p) / draws); };
      EXPECT_NEAR(top_1, ranks.share(1), noise(ranks.share(1))) << n << " ranks, theta " << theta;
      EXPECT_NEAR(top_10, ranks.share(10), noise(ranks.share(10)) + 0.06 * ranks.share(10))
          << n << " ranks, theta " << theta;
    }
  }
}

TEST(zipf, theta_decides_the_skew) {
  // Known values: 1 / zeta(1000, theta), to 4 digits.
  EXPECT_NEAR(zipf(1000, 0).share(1), 0.001, 1e-12);
  EXPECT_NEAR(zipf(1000, 0.99).share(1), 0.1294, 1e-3);
  EXPECT_LT(zipf(1000, 0.5).share(10), zipf(1000, 0.8).share(10));
  EXPECT_EQ(zipf(1000, 0.99).share(1000), 1);
  EXPECT_EQ(zipf(1000, 0.99).share(5000), 1);
}

TEST(zipf, reaches_the_coldest_rank_and_none_beyond) {
  for (const std::uint64_t n : {1u, 2u, 3u, 4u, 10u}) {
    for (const double theta : {0.0, 0.5, 0.99}) {
      const auto counts = histogram(zipf(n, theta), 20000);  // at() throws beyond n
      for (std::uint64_t rank = 0; rank < n; ++rank) {
        EXPECT_GT(counts[rank], 0u) << rank << " of " << n << ", theta " << theta;
      }
    }
  }
}

TEST(zipf, a_huge_key_space_costs_no_table) {
  const zipf ranks(std::uint64_t{1} << 40, 0.99);
  rng random(1);
  std::uint64_t most = 0;
  for (int i = 0; i < 1000; ++i) most = std::max(most, ranks(random));
  EXPECT_LT(most, std::uint64_t{1} << 40);
  EXPECT_GT(most, std::uint64_t{1} << 30);
}

TEST(zipf, refuses_what_it_is_not_defined_for) {
  EXPECT_THROW(zipf(0, 0.5), std::invalid_argument);
  EXPECT_THROW(zipf(10, 1), std::invalid_argument);
  EXPECT_THROW(zipf(10, -0.1), std::invalid_argument);
  EXPECT_THROW(zipf(10, std::numeric_limits<double>::quiet_NaN()), std::invalid_argument);
}

TEST(scatter, is_a_permutation) {
  for (const std::uint64_t n :
       {1u, 2u, 3u, 4u, 5u, 7u, 8u, 9u, 100u, 1000u, 1024u, 1025u, 65537u}) {
    for (const std::uint64_t seed : {1u, 2u, 99u}) {
      const scatter keys(n, seed);
      std::vector<bool> seen(n);
      for (std::uint64_t rank = 0; rank < n; ++rank) {
        const std::uint64_t key = keys(rank);
        ASSERT_LT(key, n);
        ASSERT_FALSE(seen[key]) << "two ranks have key " << key << " of " << n;
        seen[key] = true;
      }
    }
  }
}

TEST(scatter, takes_hot_ranks_apart) {
  constexpr std::uint64_t n = 1u << 20;
  const scatter keys(n);
  // Neighbours in rank are on average a third of the range apart, as for random keys.
  double distance = 0;
  for (std::uint64_t rank = 0; rank < 1000; ++rank) {
    const auto a = static_cast<double>(keys(rank)), b = static_cast<double>(keys(rank + 1));
    distance += std::abs(a - b) / n / 1000;
  }
  EXPECT_NEAR(distance, 1.0 / 3, 0.05);
}

TEST(scatter, seed_decides_the_permutation) {
  const scatter one(1000, 1), again(1000, 1), two(1000, 2);
  int differ = 0;
  for (std::uint64_t rank = 0; rank < 1000; ++rank) {
    EXPECT_EQ(one(rank), again(rank));
    differ += one(rank) != two(rank);
  }
  EXPECT_GT(differ, 900);
}

TEST(scatter, works_on_the_whole_word) {
  const scatter keys(std::numeric_limits<std::uint64_t>::max());
  EXPECT_NE(keys(0), keys(1));
  EXPECT_THROW(scatter(0), std::invalid_argument);
}

}  // namespace
