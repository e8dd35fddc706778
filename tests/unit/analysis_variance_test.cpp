// Where scatter comes from: on windows with known deviations.
#include "report_fixture.hpp"

#include <contend/analysis/variance_levels.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace contend {
namespace {

using testing::visit;

std::optional<variance_levels> levels_of(const run_record& run) {
  return variance_levels_of(run, summarize(run));
}

TEST(variance_levels, are_what_is_worked_out_by_hand) {
  // Logarithms 0, 2 and 1, 3: within a visit 2 + 2 squares on 2 degrees of freedom; the visits'
  // means are 1 and 2, whose squares are 2 (0.25 + 0.25) = 1. (1 - 1 * 2) / 2 is less than none.
  run_record run;
  const double e = std::exp(1);
  run.points = {visit("a/b/c", 1, 0, {1, e * e}), visit("a/b/c", 1, 1, {e, e * e * e})};
  const auto close = levels_of(run);
  ASSERT_TRUE(close);
  EXPECT_NEAR(close->between_windows, 2, 1e-12);
  EXPECT_EQ(close->between_visits, 0);
  EXPECT_EQ(close->windows_a_visit, 2);
  EXPECT_FALSE(windows_worth(*close));
  // Far apart: means 1 and 11, squares 2 * 50 = 100, (100 - 2) / 2.
  run.points[1] = visit("a/b/c", 1, 1, {std::exp(10), std::exp(12)});
  for (point_record& p : run.points) p.process_seconds = 2 + 8;
  const auto apart = levels_of(run);
  ASSERT_TRUE(apart);
  EXPECT_NEAR(apart->between_visits, 49, 1e-9);
  EXPECT_EQ(apart->window_seconds, 1);
  EXPECT_EQ(apart->visit_seconds, 8);
  EXPECT_EQ(*windows_worth(*apart), 1);
}

TEST(variance_levels, find_the_deviations_that_made_the_windows) {
  run_record run;
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal;
  for (const unsigned threads : {1U, 2U, 3U, 4U}) {
    for (unsigned b = 0; b < 50; ++b) {
      point_record p = visit("a/b/c", threads, b, {});
      const double of_visit = 0.03 * normal(random);
      // Not the same number in each.
      for (unsigned w = 0; w < 6 + b % 5; ++w) {
        const double x = 1e6 * threads * std::exp(of_visit + 0.08 * normal(random));
        p.windows.push_back({.seconds = 0.02, .attempted = 0.02 * x, .succeeded = 0.02 * x});
      }
      p.process_seconds = 0.02 * static_cast<double>(p.windows.size()) + 0.3;
      run.points.push_back(p);
    }
  }
  run.allowed_cpus = 4;
  const auto l = levels_of(run);
  ASSERT_TRUE(l);
  EXPECT_EQ(l->points, 4U);
  EXPECT_NEAR(std::sqrt(l->between_windows), 0.08, 0.004);
  EXPECT_NEAR(std::sqrt(l->between_visits), 0.03, 0.004);
  EXPECT_NEAR(l->windows_a_visit, 8, 1e-9);
  EXPECT_NEAR(l->visit_seconds, 0.3, 1e-9);
  // sqrt(0.3 / 0.02) * 0.08 / 0.03 is 10.3.
  EXPECT_NEAR(*windows_worth(*l), 10.3, 1.8);
}

TEST(variance_levels, blocks_for_an_interval_are_the_fewest_that_do) {
  variance_levels l;
  l.between_visits = 0.02 * 0.02;
  // t(n - 1) 0.02 / sqrt(n) <= log(1.01): 18 blocks do (t = 2.110), 17 do not (t = 2.120).
  EXPECT_EQ(blocks_for(l, 1, 0.01), 18U);
  EXPECT_EQ(blocks_for(variance_levels{}, 1, 0.01), 2U);
}

TEST(variance_levels, need_two_visits_of_two_windows) {
  run_record run;
  EXPECT_FALSE(levels_of(run));
  run.points = {visit("a/b/c", 1, 0, {5, 6}), visit("a/b/c", 1, 1, {5})};
  EXPECT_FALSE(levels_of(run));
  run.points = {visit("a/b/c", 1, 0, {0, 0}), visit("a/b/c", 1, 1, {0, 0})};
  EXPECT_FALSE(levels_of(run));
  run.points = {visit("a/b/c", 2, 0, {5, 6}), visit("a/b/c", 2, 1, {5, 6})};
  for (point_record& p : run.points) p.oversubscribed = true;
  EXPECT_FALSE(levels_of(run)) << "oversubscribed on one CPU";
  run.points = {visit("a/b/c", 1, 0, {5, 5}), visit("a/b/c", 1, 1, {5, 5})};
  const auto still = levels_of(run);
  ASSERT_TRUE(still);
  EXPECT_EQ(still->between_windows, 0);
  EXPECT_FALSE(windows_worth(*still));
}

}  // namespace
}  // namespace contend
