// Which points of two runs are compared, and which runs are not.
#include "report_fixture.hpp"

#include <contend/analysis/comparison.hpp>
#include <contend/analysis/drift.hpp>
#include <contend/analysis/run_pair.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace contend {
namespace {

using testing::visit;

class run_pairs : public ::testing::Test {
 protected:
  void SetUp() override {
    base.cases = candidate.cases = {{"s/w/a", {1, 2}, std::nullopt}};
    base.window_seconds = candidate.window_seconds = 1;
    for (unsigned b = 0; b < 12; ++b) {
      for (const unsigned n : {1u, 2u}) {
        base.points.push_back(visit("s/w/a", n, b, {100.0 + b, 101.0 + b}));
        candidate.points.push_back(visit("s/w/a", n, b, {100.0 + b, 101.0 + b}));
      }
    }
  }
  run_record base, candidate;
};

TEST_F(run_pairs, pairs_what_both_have) {
  base.cases.push_back({"s/w/b", {1}, std::nullopt});
  candidate.cases.push_back({"s/w/c", {1}, std::nullopt});
  base.cases.push_back({"s/w/d", {1}, "absent"});
  candidate.cases.push_back({"s/w/d", {1}, std::nullopt});
  const run_pair r = pair_runs(base, candidate);
  ASSERT_EQ(r.curves.size(), 1u);
  EXPECT_EQ(r.curves[0].blocks(), 12u);
  EXPECT_DOUBLE_EQ(r.curves[0].points[0].log_ratio(3), 0);
  EXPECT_TRUE(std::isnan(r.curves[0].points[0].log_ratio(12)));
  EXPECT_EQ(r.left_out.at("s/w/b"), "only in base");
  EXPECT_EQ(r.left_out.at("s/w/c"), "only in the candidate");
  EXPECT_EQ(r.left_out.at("s/w/d"), "skipped in base: absent");
  EXPECT_EQ(pair_runs(base, candidate, 5).curves[0].blocks(), 5u);
}

TEST_F(run_pairs, a_candidate_that_gets_stuck_is_slower_and_not_absent) {
  for (point_record& p : candidate.points) {
    for (window_record& w : p.windows) w.succeeded = 0;
  }
  const run_pair r = pair_runs(base, candidate);
  EXPECT_EQ(compare_pairs(r, {})[0].is, verdict::slower);
  for (point_record& p : base.points) {
    for (window_record& w : p.windows) w.succeeded = 0;
  }
  EXPECT_EQ(compare_pairs(pair_runs(base, candidate), {})[0].is, verdict::inconclusive);
}

TEST_F(run_pairs, a_candidate_that_fails_is_broken) {
  candidate.points[5].status = "oracle: lost an item";
  candidate.points[5].windows.clear();
  EXPECT_EQ(compare_pairs(pair_runs(base, candidate), {})[0].is, verdict::broken);
  EXPECT_EQ(compare_pairs(pair_runs(candidate, base), {})[0].is, verdict::inconclusive);
  EXPECT_EQ(compare_pairs(pair_runs(candidate, candidate), {})[0].is, verdict::inconclusive);
}

TEST_F(run_pairs, a_disturbed_run_is_invalid) {
  for (point_record& p : candidate.points) p.windows[1].discarded = "run delay";
  const auto r = compare_pairs(pair_runs(base, candidate), {});
  EXPECT_EQ(r[0].is, verdict::invalid);
}

TEST_F(run_pairs, numbers_that_are_none_are_refused) {
  EXPECT_FALSE(unusable(base));
  for (const double bad :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -1.0}) {
    run_record run = base;
    run.points[3].windows[1].succeeded = bad;
    ASSERT_TRUE(unusable(run));
    EXPECT_NE(unusable(run)->find("s/w/a/threads:2, block 1"), std::string::npos);
  }
  run_record run = base;
  run.points[0].windows[0].seconds = 0;
  EXPECT_TRUE(unusable(run));
  run.points[0].windows.clear();
  EXPECT_TRUE(unusable(run));
  run.points.clear();
  EXPECT_TRUE(unusable(run));
}

TEST_F(run_pairs, other_machines_and_other_measurements_are_told) {
  EXPECT_TRUE(compare_machines(base, candidate).hardware.empty());
  candidate.machine = {{"cores", "8"}, {"governor", "powersave"}};
  base.machine = {{"cores", "2"}, {"governor", "performance"}};
  const auto d = compare_machines(base, candidate);
  EXPECT_EQ(d.hardware, std::vector<std::string>{"cores: 2, 8"});
  EXPECT_EQ(d.settings, std::vector<std::string>{"governor: performance, powersave"});
  EXPECT_FALSE(measured_differently(base, candidate));
  candidate.options["placement"] = "scatter";
  EXPECT_TRUE(measured_differently(base, candidate));
}

TEST_F(run_pairs, a_run_knows_its_own_drift) {
  EXPECT_LT(drift_within(base)->most, 0.1);
  EXPECT_GT(drift_within(base)->typical, 0.03);  // its rates rise by a tenth
  std::erase_if(base.points, [](const point_record& p) { return p.block > 5; });
  EXPECT_FALSE(drift_within(base));
}

}  // namespace
}  // namespace contend
