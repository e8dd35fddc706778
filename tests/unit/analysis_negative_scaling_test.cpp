// Curves that fall are flagged, and only those: on made-up blocks.
#include "report_fixture.hpp"

#include <contend/analysis/findings.hpp>
#include <contend/report/answer_text.hpp>
#include <contend/report/html.hpp>
#include <contend/report/results_json.hpp>
#include <contend/report/table.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace contend {
namespace {

using testing::visit;

/// One curve; by point its threads and the rate of each of three blocks.
struct measured {
  unsigned threads;
  std::vector<double> blocks;
};

run_record run_of(const std::vector<measured>& points, unsigned cpus = 8) {
  run_record run;
  run.allowed_cpus = cpus;
  for (const measured& m : points) {
    for (unsigned b = 0; b < m.blocks.size(); ++b) {
      point_record p = visit("s/w/a/k:1", m.threads, b, {m.blocks[b]});
      p.oversubscribed = m.threads > cpus;
      run.points.push_back(p);
    }
  }
  return run;
}

std::optional<negative_scaling> fall_in(const std::vector<measured>& points, unsigned cpus = 8) {
  return analyse(run_of(points, cpus)).curves.at(0).falls;
}

TEST(negative_scaling, is_flagged_from_where_it_begins) {
  const auto n = fall_in({{1, {10, 11, 12}}, {2, {18, 20, 22}}, {4, {9, 10, 11}}, {8, {4, 5, 6}}});
  ASSERT_TRUE(n);
  EXPECT_EQ(n->first.threads, 4u);
  EXPECT_EQ(n->first.than, 2u) << "the best with fewer threads, not the first";
  EXPECT_NEAR(n->first.ratio.value, 0.5, 0.001);
  EXPECT_EQ(n->deepest.threads, 8u);
  EXPECT_EQ(n->deepest.than, 2u);
}

TEST(negative_scaling, is_seen_from_the_second_thread_on) {
  const auto n = fall_in({{1, {10, 20, 30}}, {2, {4, 8, 12}}});
  ASSERT_TRUE(n) << "what moves both visits of a block cancels";
  EXPECT_EQ(n->first.threads, 2u);
  EXPECT_EQ(n->deepest.threads, 2u);
  EXPECT_NE(text_of(*n).find("negative scaling from 2 threads: 0.40"), std::string::npos)
      << text_of(*n);
}

TEST(negative_scaling, is_not_said_where_there_is_doubt) {
  EXPECT_FALSE(fall_in({{1, {10, 10, 10}}, {2, {10, 10, 10}}})) << "flat";
  EXPECT_FALSE(fall_in({{1, {10, 10, 10}}, {2, {14, 8, 8}}})) << "the interval holds 1";
  EXPECT_FALSE(fall_in({{1, {10}}, {2, {5}}})) << "one block has no interval";
  EXPECT_FALSE(fall_in({{1, {10, 11, 12}}, {2, {19, 21, 23}}, {4, {30, 33, 36}}})) << "rises";
}

TEST(negative_scaling, is_no_matter_of_shared_cpus) {
  EXPECT_FALSE(fall_in({{1, {10, 11, 12}}, {2, {19, 21, 23}}, {4, {5, 6, 7}}}, 2));
  const auto n = fall_in({{1, {10, 11, 12}}, {2, {5, 6, 7}}, {4, {1, 1, 1}}}, 2);
  ASSERT_TRUE(n);
  EXPECT_EQ(n->deepest.threads, 2u);
}

TEST(negative_scaling, leaves_out_what_has_no_one_rate) {
  run_record run = run_of({{1, {10, 11, 12}}, {2, {5, 6, 7}}});
  for (point_record& p : run.points) {
    if (p.threads == 2) p.status = "oracle: lost one";
  }
  EXPECT_FALSE(analyse(run).curves.at(0).falls);

  run = run_of({{1, {10, 11, 12}}});
  for (unsigned b = 0; b < 3; ++b) {
    run.points.push_back(visit("s/w/a/k:1", 2, b, {1, 1, 1, 1, 3, 3, 3, 3}));
  }
  ASSERT_TRUE(analyse(run).curves.at(0).points.at(1).bimodal());
  EXPECT_FALSE(analyse(run).curves.at(0).falls);
}

TEST(negative_scaling, is_in_every_report) {
  const run_record run = run_of({{1, {10, 11, 12}}, {2, {5, 5.5, 6}}});
  const findings found = analyse(run);
  for (const std::string& report : {summary_table(run, found, false), html_report(run, found)}) {
    EXPECT_NE(report.find("negative scaling from 2 threads: 0.50"), std::string::npos) << report;
  }
  EXPECT_NE(results_json(run, found).find("\"than\": 1"), std::string::npos);
}

}  // namespace
}  // namespace contend
