#include "report_fixture.hpp"

#include <contend/analysis/summary.hpp>
#include <contend/analysis/thin.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace contend {
namespace {

using testing::visit;

point_summary only_point(const run_record& run) {
  const auto curves = summarize(run);
  EXPECT_EQ(curves.size(), 1U);
  EXPECT_EQ(curves.at(0).points.size(), 1U);
  return curves.at(0).points.at(0);
}

run_record of(std::vector<point_record> points) {
  run_record run;
  run.allowed_cpus = 8;
  run.points = std::move(points);
  return run;
}

TEST(summary, takes_medians_of_windows_then_the_centre_of_blocks) {
  const auto p =
      only_point(of({visit("s/w/d", 2, 0, {100, 110, 900}), visit("s/w/d", 2, 1, {90, 110, 120})}));
  EXPECT_EQ(p.status, "ok");
  EXPECT_NEAR(*p.throughput, 110, 1e-9);
  EXPECT_EQ(p.blocks, 2U);
  EXPECT_EQ(p.windows, 6U);
  EXPECT_TRUE(p.ci);
  EXPECT_EQ(p.doubt, "");
}

TEST(summary, shows_the_history_of_the_middle_visit) {
  std::vector<point_record> blocks;
  for (unsigned b = 0; b < 4; ++b) {
    auto p = visit("s/w/d", 2, b, {100});
    const double level = b == 0 ? 9 : b == 1 ? 2 : b == 2 ? 5 : 1;
    p.series["held"] = {"bytes", {{0, 0}, {1, 2 * level}}};  // its mean over time is `level`
    blocks.push_back(p);
  }
  blocks[0].series["broken"] = {"", {{0, NAN}}};
  blocks[1].series["empty"] = {};
  const auto p = only_point(of(blocks));
  ASSERT_EQ(p.histories.size(), 1U);
  EXPECT_EQ(p.histories.at("held").block, 1U);
  EXPECT_EQ(p.histories.at("held").unit, "bytes");
  EXPECT_EQ(p.histories.at("held").points.back().second, 4);
}

TEST(summary, a_long_series_is_thinned_without_its_peaks) {
  std::vector<std::pair<double, double>> points;
  for (int i = 0; i < 5000; ++i) points.emplace_back(i, i == 3333 ? 99 : i == 1234 ? -9 : i % 7);
  const auto few = thinned(points, 100);
  EXPECT_LE(few.size(), 100U);
  EXPECT_GT(few.size(), 90U);
  EXPECT_EQ(few.front(), points.front());
  EXPECT_EQ(few.back(), points.back());
  EXPECT_TRUE(std::is_sorted(few.begin(), few.end()));
  EXPECT_EQ(std::count(few.begin(), few.end(), points[3333]), 1);
  EXPECT_EQ(std::count(few.begin(), few.end(), points[1234]), 1);
  EXPECT_EQ(thinned(few, 100), few);
}

TEST(summary, discarded_windows_do_not_count) {
  auto a = visit("s/w/d", 2, 0, {100, 100, 100, 100, 100, 1});
  a.windows.back().discarded = "run delay 4 %";
  const auto p = only_point(of({a, visit("s/w/d", 2, 1, {100})}));
  EXPECT_EQ(p.discarded, 1U);
  EXPECT_NEAR(*p.throughput, 100, 1e-9);
}

TEST(summary, more_than_a_fifth_discarded_is_invalid) {
  auto a = visit("s/w/d", 2, 0, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
  a.windows[0].discarded = a.windows[1].discarded = "run delay";
  EXPECT_EQ(only_point(of({a})).status, "ok");  // 20 % is not more than 20 %
  a.windows[2].discarded = "run delay";
  const auto p = only_point(of({a}));
  EXPECT_EQ(p.status, "invalid: 30 % of windows discarded");
  EXPECT_FALSE(p.throughput);
  EXPECT_TRUE(p.modes.empty());
}

TEST(summary, discards_are_counted_over_all_blocks) {
  auto a = visit("s/w/d", 2, 0, {1, 1});
  a.windows[0].discarded = a.windows[1].discarded = "run delay";
  a.status = "invalid: all windows discarded";
  auto run = of({a});
  for (unsigned b = 1; b < 5; ++b) run.points.push_back(visit("s/w/d", 2, b, {1, 1}));
  auto p = only_point(run);
  EXPECT_EQ(p.status, "ok");
  EXPECT_EQ(p.doubt, "1 of 5 blocks did not count");
}

TEST(summary, oversubscribed_points_may_wait) {
  auto a = visit("s/w/d", 16, 0, {1, 1});
  a.windows[0].discarded = "run delay";
  a.oversubscribed = true;
  EXPECT_EQ(only_point(of({a})).status, "ok");
}

TEST(summary, any_failure_voids_the_point_and_the_oracle_comes_first) {
  auto crash = visit("s/w/d", 2, 0, {});
  crash.status = "crashed: SIGSEGV";
  auto oracle = visit("s/w/d", 2, 1, {5});
  oracle.status = "oracle: 3 objects leaked";
  const auto fine = visit("s/w/d", 2, 2, {5});
  EXPECT_EQ(only_point(of({crash, fine})).status, "crashed: SIGSEGV (1 of 2 blocks)");
  const auto p = only_point(of({crash, oracle, fine}));
  EXPECT_EQ(p.status, "oracle: 3 objects leaked (1 of 3 blocks)");
  EXPECT_FALSE(p.throughput);
  EXPECT_FALSE(p.ci);
}

TEST(summary, relates_to_one_thread) {
  run_record run = of({});
  for (unsigned b = 0; b < 3; ++b) {
    run.points.push_back(visit("s/w/d", 1, b, {100.0 + b}));
    run.points.push_back(visit("s/w/d", 4, b, {200.0 + b}));
  }
  const auto curve = summarize(run).at(0);
  EXPECT_NEAR(*curve.points[1].speedup, 201.0 / 101, 1e-3);
  EXPECT_NEAR(*curve.points[1].efficiency, *curve.points[1].speedup / 4, 1e-12);
  EXPECT_DOUBLE_EQ(*curve.points[0].efficiency, 1);
  EXPECT_FALSE(curve.points[0].efficiency_ci);  // by definition, not by measurement
  const interval ci = *curve.points[1].efficiency_ci;
  // Wider than the throughput's own, because one thread's error is in it too.
  EXPECT_GT(ci.high / ci.low, curve.points[1].ci->high / curve.points[1].ci->low);
}

TEST(summary, without_one_thread_there_is_no_efficiency) {
  const auto p = only_point(of({visit("s/w/d", 2, 0, {5}), visit("s/w/d", 2, 1, {5})}));
  EXPECT_FALSE(p.speedup);
  EXPECT_FALSE(p.efficiency);
}

TEST(summary, keeps_the_plans_order_and_what_was_not_run) {
  run_record run = of({visit("s/w/b", 1, 0, {5}), visit("s/w/surprise", 1, 0, {5})});
  run.cases = {{"s/w/a", {}, "not found: a"},
               {"s/w/b/size:3", {1, 16}, std::nullopt},
               {"s/w/b", {1}, std::nullopt}};
  const auto curves = summarize(run);
  ASSERT_EQ(curves.size(), 4U);
  EXPECT_EQ(curves[0].skipped, "not found: a");
  EXPECT_TRUE(curves[0].points.empty());
  EXPECT_EQ(curves[1].parameters, "size:3");
  EXPECT_EQ(curves[1].points.at(1).status, "not run");
  EXPECT_TRUE(curves[1].points.at(1).oversubscribed);
  EXPECT_EQ(curves[2].points.at(0).status, "ok");
  EXPECT_EQ(curves[3].subject, "surprise");
}

TEST(summary, reports_two_speeds) {
  run_record run = of({});
  for (unsigned b = 0; b < 4; ++b)
    run.points.push_back(visit("s/w/d", 2, b, {100, 101, 99, 500, 501}));
  const auto p = only_point(run);
  ASSERT_TRUE(p.bimodal());
  EXPECT_NEAR(p.modes[0].throughput, 100, 1e-9);
  EXPECT_NEAR(p.modes[1].share, 0.4, 1e-9);
  EXPECT_EQ(p.doubt, "two speeds: 60 % and 40 % of windows");
}

TEST(summary, puts_blocks_together) {
  auto a = visit("s/w/d", 2, 0, {10});
  auto b = visit("s/w/d", 2, 1, {10});
  a.windows[0].attempted = 20;
  a.windows[0].fairness_min_max = 0.4;
  b.windows[0].fairness_min_max = 0.8;
  a.metrics["depth"] = {"items", 3};
  b.metrics["depth"] = {"items", 5};
  b.metrics["once"] = {"items", 7};
  b.metrics["broken"] = {"", std::nan("")};
  a.latency = latency_record{10, 1, 2, 3, 4, 50};
  b.latency = latency_record{30, 3, 4, 5, 6, 9};
  a.start_skew = 2e-6;
  a.meters.migrations = 3;
  b.meters.migrations = 4;
  const auto p = only_point(of({a, b}));
  EXPECT_DOUBLE_EQ(p.success_share, 20.0 / 30);
  EXPECT_DOUBLE_EQ(p.fairness_min_max, 0.6);
  EXPECT_DOUBLE_EQ(p.metrics.at("depth").value, 4);
  EXPECT_EQ(p.metrics.at("depth").unit, "items");
  EXPECT_EQ(p.metrics.at("depth").ci, locate(std::vector<double>{3, 5}).ci);
  EXPECT_FALSE(p.metrics.at("once").ci) << "one block bounds nothing";
  EXPECT_FALSE(p.metrics.contains("broken"));
  EXPECT_EQ(p.latency->samples, 40U);
  EXPECT_DOUBLE_EQ(p.latency->p50, 2);
  EXPECT_DOUBLE_EQ(p.latency->max, 50);
  EXPECT_DOUBLE_EQ(p.start_skew, 2e-6);
  EXPECT_EQ(p.meters.migrations, 7U);
}

TEST(summary, survives_nothing) {
  EXPECT_TRUE(summarize({}).empty());
  auto p = only_point(of({visit("s/w/d", 1, 0, {})}));
  EXPECT_EQ(p.status, "invalid: no window was kept");
  p = only_point(of({visit("s/w/d", 1, 0, {0, 0, 0})}));
  EXPECT_DOUBLE_EQ(*p.throughput, 0);
  EXPECT_NE(p.doubt, "");
  EXPECT_FALSE(p.speedup);
  p = only_point(of({visit("", 0, 0, {3})}));
  EXPECT_DOUBLE_EQ(*p.throughput, 3);
  auto empty_window = visit("s/w/d", 1, 0, {3});
  empty_window.windows[0].seconds = 0;
  EXPECT_EQ(only_point(of({empty_window})).status, "invalid: no window was kept");
}

TEST(case_path, is_taken_apart) {
  const auto p = split_path("frees/ring/malloc/batch:32/depth:4");
  EXPECT_EQ(p.suite, "frees");
  EXPECT_EQ(p.workload, "ring");
  EXPECT_EQ(p.subject, "malloc");
  EXPECT_EQ(p.parameters, "batch:32/depth:4");
  EXPECT_EQ(split_path("a").suite, "a");
  EXPECT_EQ(split_path("a/b/c").parameters, "");
}

}  // namespace
}  // namespace contend
