// Comparisons of runs whose truth is known: how often they cry wolf, and how often they see one.
#include "planted_pairs.hpp"

#include <contend/analysis/comparison.hpp>
#include <contend/core/sanitizer.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace contend {
namespace {

using testing::noise_model;
using testing::planted_pair;

/// A simulation is as true unoptimised under a sanitizer, but takes a hundred times as long.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr int suites = 10;
#else
constexpr int suites = 150;
#endif

/// So many of `tries` are seen once in ten thousand times if each has the chance `share`, and fewer
/// nearly always: what a seeded simulation may count at most.
int most_of(int tries, double share) {
  double left = 1, chance = std::pow(1 - share, tries);
  for (int k = 0; k < tries; ++k) {
    left -= chance;
    if (left < 1e-4) return k;
    chance *= share / (1 - share) * (tries - k) / (k + 1);
  }
  return tries;
}

comparison_plan looked_at_thrice(unsigned blocks) {
  return {.looks = {blocks / 3, 2 * blocks / 3, blocks}, .draws = 1999};
}

bool any(const std::vector<curve_comparison>& curves, verdict v) {
  return std::any_of(curves.begin(), curves.end(), [v](const auto& c) { return c.is == v; });
}

/// Suites of an unchanged program in which any of six curves was found faster or slower.
int false_finds(int tries, const noise_model& noise) {
  int count = 0;
  for (int i = 0; i < tries; ++i) {
    const auto r = compare_pairs(planted_pair(1000 + i, 30, noise), looked_at_thrice(30));
    count += any(r, verdict::slower) || any(r, verdict::faster) ? 1 : 0;
  }
  return count;
}

struct seen {
  int first = 0, confirmed = 0, others = 0;
};

/// One of six curves is slower: at all its points, or at four threads only.
seen planted(int tries, double factor, bool one_point, const noise_model& noise) {
  seen s;
  const testing::truth slow = [=](unsigned curve, unsigned threads) {
    return curve == 2 && (!one_point || threads == 4) ? factor : 1.0;
  };
  for (int i = 0; i < tries; ++i) {
    auto r = compare_pairs(planted_pair(1000 + i, 30, noise, slow), looked_at_thrice(30));
    s.first += r[2].is == verdict::slower ? 1 : 0;
    confirm(r, planted_pair(5'000'000 + i, 30, noise, slow), {.draws = 1999});
    s.confirmed += r[2].is == verdict::slower ? 1 : 0;
    for (std::size_t c = 0; c < r.size(); ++c) s.others += c != 2 && r[c].is == verdict::slower;
  }
  return s;
}

const noise_model quiet{.visit = 0.005, .drift = 0.005};
const noise_model realistic{.visit = 0.03, .drift = 0.02};
const noise_model spiky{.visit = 0.03, .drift = 0.02, .spike = 0.1};
const noise_model second_is_slower{.visit = 0.03, .drift = 0.02, .second = 0.03};
const noise_model two_speeds{.visit = 0.03, .drift = 0.02, .slow_share = 0.4};

TEST(comparison_errors, an_unchanged_program_is_found_changed_in_5_percent_of_suites_at_most) {
  for (const noise_model& noise : {realistic, spiky, second_is_slower}) {
    EXPECT_LE(false_finds(suites, noise), most_of(suites, 0.05));
  }
}

TEST(comparison_errors, neither_is_one_of_two_speeds_and_it_is_never_the_same) {
  int found = 0;
  for (int i = 0; i < suites; ++i) {
    const auto r = compare_pairs(planted_pair(2000 + i, 30, two_speeds), looked_at_thrice(30));
    found += any(r, verdict::slower) || any(r, verdict::faster) ? 1 : 0;
    EXPECT_FALSE(any(r, verdict::same));
  }
  EXPECT_LE(found, most_of(suites, 0.05));
}

TEST(comparison_errors, a_planted_5_percent_is_found_and_confirmed) {
  const int tries = suites / 2;
  const seen all = planted(tries, 0.95, false, realistic);
  EXPECT_GE(all.confirmed, tries * 9 / 10);
  EXPECT_GE(all.first, all.confirmed);
  const seen one = planted(tries, 0.95, true, realistic);
  EXPECT_GE(one.confirmed, tries * 6 / 10);
  EXPECT_LE(all.others + one.others, most_of(2 * tries, 0.05));
}

TEST(comparison_errors, a_quiet_program_is_called_the_same_and_says_what_it_would_have_seen) {
  const auto r = compare_pairs(planted_pair(7, 30, quiet), looked_at_thrice(30));
  for (const curve_comparison& c : r) {
    EXPECT_EQ(c.is, verdict::same) << c.name;
    ASSERT_TRUE(c.detectable());
    EXPECT_GT(*c.detectable(), 0.03);
    EXPECT_LT(*c.detectable(), 0.04);
  }
}

TEST(comparison_errors, separate_runs_of_a_drifting_host_are_not_called_slower_more_often) {
  int found = 0;
  const int tries = suites / 3;
  for (int i = 0; i < tries; ++i) {
    const auto r = compare_separate(
        testing::planted_one_after_the_other(i + 1, 20, {.visit = 0.03, .drift = 0.002}),
        {.draws = 999});
    found += any(r, verdict::slower) ? 1 : 0;
  }
  EXPECT_LE(found, most_of(tries, 0.05));
}

/// The figures of docs/compare.md, with CONTEND_SUITES=300 in the environment; else so few suites
/// that only a mistake in it shows.
TEST(comparison_errors, at_length) {
  const char* const asked = std::getenv("CONTEND_SUITES");
  const int tries = asked != nullptr ? std::max(1, std::atoi(asked)) : 1;
  const auto share = [tries](int count) { return 100.0 * count / tries; };
  for (const auto& [name, noise] : {std::pair("quiet", quiet),
                                    {"realistic", realistic},
                                    {"spiky", spiky},
                                    {"second is slower", second_is_slower},
                                    {"two speeds", two_speeds}}) {
    std::printf("unchanged, %-17s found in %.1f %%\n", name, share(false_finds(tries, noise)));
    std::fflush(stdout);
  }
  int separate = 0;
  for (int i = 0; i < tries; ++i) {
    const auto runs = testing::planted_one_after_the_other(i + 1, 30, realistic);
    separate += any(compare_separate(runs, {.draws = 999}), verdict::slower) ? 1 : 0;
  }
  std::printf("unchanged, separate runs: slower in %.1f %%\n", share(separate));
  for (const double factor : {0.98, 0.97, 0.96, 0.95, 0.93}) {
    for (const bool one : {false, true}) {
      const seen s = planted(tries, factor, one, realistic);
      std::printf("%.0f %% slower, %-10s: at first %.1f %%, confirmed %.1f %%\n",
                  100 * (1 - factor), one ? "one point" : "all points", share(s.first),
                  share(s.confirmed));
      std::fflush(stdout);
    }
  }
}

/// The figures of docs/power.md: how often the fewest blocks find even what is large.
TEST(comparison_errors, of_few_blocks_at_length) {
  const char* const asked = std::getenv("CONTEND_SUITES");
  const int tries = asked != nullptr ? std::max(1, std::atoi(asked)) : 1;
  const auto slow = [](unsigned curve, unsigned) { return curve == 2 ? 0.67 : 1; };
  for (const unsigned blocks : {12u, 14u, 18u, 19u, 24u}) {
    const comparison_plan plan{.looks = {(blocks + 2) / 3, (2 * blocks + 2) / 3, blocks}};
    for (const auto& [name, noise] : {std::pair("quiet", quiet), {"realistic", realistic}}) {
      int found = 0;
      for (int i = 0; i < tries; ++i) {
        const auto r = compare_pairs(planted_pair(1000 + i, blocks, noise, slow, 5, {1, 2}), plan);
        found += r[2].is == verdict::slower ? 1 : 0;
      }
      std::printf("33 %% slower, %u blocks, %-9s: found in %.0f %%\n", blocks, name,
                  100.0 * found / tries);
      std::fflush(stdout);
    }
  }
}

TEST(comparison, needs_no_more_than_one_thread_count) {
  const auto r = compare_pairs(
      planted_pair(3, 20, quiet, [](unsigned c, unsigned) { return c == 0 ? 0.9 : 1; }, 2, {1}),
      {});
  EXPECT_EQ(r[0].is, verdict::slower);
  EXPECT_FALSE(r[0].whole);
  EXPECT_EQ(r[1].is, verdict::same);
}

TEST(comparison, slower_somewhere_outweighs_faster_elsewhere) {
  const auto r =
      compare_pairs(planted_pair(
                        4, 20, quiet, [](unsigned, unsigned n) { return n == 1 ? 1.2 : 0.9; }, 1),
                    {});
  EXPECT_EQ(r[0].points[0].is, verdict::faster);
  EXPECT_EQ(r[0].points[1].is, verdict::slower);
  EXPECT_EQ(r[0].is, verdict::slower);
}

TEST(comparison, of_one_block_or_a_handful_is_inconclusive) {
  const auto slow = [](unsigned, unsigned) { return 0.5; };
  for (const unsigned blocks : {1u, 2u, 4u}) {
    const auto r = compare_pairs(planted_pair(5, blocks, quiet, slow), {});
    EXPECT_FALSE(any(r, verdict::slower)) << blocks;
    EXPECT_TRUE(any(r, verdict::inconclusive));
    EXPECT_FALSE(r[0].detectable());
  }
  EXPECT_EQ(least_blocks(1, {}), 7u);  // 2 * 2^1 / 2^7 <= 0.05: one of seven is cut off
  EXPECT_EQ(least_blocks(6, {.looks = {10, 20, 30}}), 12u);
  EXPECT_TRUE(any(compare_pairs(planted_pair(5, 8, quiet, slow), {}), verdict::slower));
}

TEST(comparison, of_identical_values_is_the_same) {
  const auto r = compare_pairs(planted_pair(6, 12, {.visit = 0, .drift = 0}), {});
  for (const curve_comparison& c : r) EXPECT_EQ(c.is, verdict::same);
  const auto slow = compare_pairs(
      planted_pair(6, 12, {.visit = 0, .drift = 0}, [](unsigned, unsigned) { return 0.9; }), {});
  for (const curve_comparison& c : slow) EXPECT_EQ(c.is, verdict::slower);
}

TEST(comparison, a_small_change_that_is_certain_is_no_regression) {
  const auto r = compare_pairs(
      planted_pair(8, 30, {.visit = 0.002, .drift = 0}, [](unsigned, unsigned) { return 0.99; }),
      {});
  for (const curve_comparison& c : r) {
    EXPECT_LT(c.p, 0.05);
    EXPECT_EQ(c.is, verdict::same);
  }
}

TEST(comparison, is_not_confirmed_by_blocks_that_do_not_agree) {
  const auto slow = [](unsigned c, unsigned) { return c == 0 ? 0.9 : 1; };
  auto r = compare_pairs(planted_pair(9, 20, quiet, slow, 2), {});
  ASSERT_EQ(r[0].is, verdict::slower);
  auto again = r;
  confirm(again, planted_pair(10, 20, quiet, slow, 1), {});
  EXPECT_EQ(again[0].is, verdict::slower);
  EXPECT_TRUE(again[0].confirmed);
  EXPECT_TRUE(again[0].points[0].again);
  EXPECT_EQ(again[1].is, verdict::same);
  auto refuted = r;
  confirm(refuted, planted_pair(10, 20, quiet, testing::unchanged, 1), {});
  EXPECT_EQ(refuted[0].is, verdict::inconclusive);
  EXPECT_FALSE(refuted[0].confirmed);
  confirm(r, {}, {});
  EXPECT_EQ(r[0].is, verdict::inconclusive);
}

TEST(comparison, gives_the_same_answer_to_the_same_runs) {
  const auto runs = planted_pair(11, 30, realistic);
  const auto a = compare_pairs(runs, looked_at_thrice(30)),
             b = compare_pairs(runs, looked_at_thrice(30));
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].p, b[i].p);
}

TEST(comparison, promises_nothing_that_so_few_blocks_do_not_keep) {
  EXPECT_EQ(reliable_blocks(6, looked_at_thrice(18)), 18u);
  for (const unsigned blocks : {17u, 18u}) {
    const auto r = compare_pairs(planted_pair(12, blocks, quiet), looked_at_thrice(blocks));
    ASSERT_EQ(r.size(), 6u);
    EXPECT_EQ(r[0].detectable().has_value(), blocks == 18);
  }
}

TEST(comparison, of_nothing_is_nothing) {
  EXPECT_TRUE(compare_pairs({}, {}).empty());
  EXPECT_TRUE(compare_separate({}, {}).empty());
}

}  // namespace
}  // namespace contend
