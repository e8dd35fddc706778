// Rates held against what the load itself can carry, on made-up blocks.
#include "report_fixture.hpp"

#include <contend/analysis/findings.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace contend {
namespace {

using testing::visit;

/// Host noise that all visits of a block share: it must cancel.
double noise(unsigned block) { return 1 + 0.5 * block; }

constexpr unsigned blocks = 3;

/// The rate in each block, times the noise that the block's other visits have, too.
void add(run_record& run, const std::string& name, unsigned threads,
         std::initializer_list<double> rates) {
  unsigned b = 0;
  for (const double rate : rates) {
    run.points.push_back(visit(name, threads, b, {rate * noise(b)}));
    ++b;
  }
}

void add(run_record& run, const std::string& name, unsigned threads, double rate) {
  for (unsigned b = 0; b < blocks; ++b) {
    run.points.push_back(visit(name, threads, b, {rate * noise(b)}));
  }
}

/// At 100 for one thread and 160 for two; `near` and `far` on both sides of half of it.
run_record of_ceiling() {
  run_record run;
  run.allowed_cpus = 2;
  run.designs["s/null"].ceiling = true;
  for (const auto& [name, one, two] :
       {std::tuple{"far", 20., 30.}, {"null", 100., 160.}, {"near", 40., 96.}}) {
    add(run, std::string("s/w/") + name, 1, one);
    add(run, std::string("s/w/") + name, 2, two);
  }
  return run;
}

const curve_summary& curve(const findings& found, const std::string& name) {
  return *std::find_if(found.curves.begin(), found.curves.end(),
                       [&](const curve_summary& c) { return c.name == name; });
}

const point_summary& point(const findings& found, const std::string& name, unsigned threads) {
  const auto& points = curve(found, name).points;
  return *std::find_if(points.begin(), points.end(),
                       [&](const point_summary& p) { return p.threads == threads; });
}

void fail(run_record& run, const std::string& name, unsigned threads, const std::string& status) {
  for (point_record& p : run.points) {
    if (p.name == name && p.threads == threads) p.status = status;
  }
}

TEST(headroom, is_the_share_of_the_ceiling_paired_by_block) {
  const auto found = analyse(of_ceiling());
  ASSERT_EQ(found.headrooms.size(), 1u);
  const load_headroom& load = found.headrooms[0];
  EXPECT_EQ(load.ceiling, "null");
  EXPECT_TRUE(load.unknown.empty());
  ASSERT_EQ(load.points.size(), 4u);
  EXPECT_EQ(load.points[0].subject, "far");
  EXPECT_EQ(load.points[0].threads, 1u);
  EXPECT_NEAR(load.points[0].share.ratio.value, 0.2, 1e-9);
  ASSERT_TRUE(load.points[0].share.ratio.ci);
  EXPECT_NEAR(load.points[0].share.ratio.ci->high, 0.2, 1e-6) << "the blocks' own speeds cancel";
  EXPECT_EQ(load.points[0].share.blocks, blocks);
  EXPECT_EQ(load.points[2].verdict, headroom_verdict::enough);
  EXPECT_NEAR(load.points[3].share.ratio.value, 0.6, 1e-9);
  EXPECT_EQ(load.points[3].verdict, headroom_verdict::refused);
}

TEST(headroom, refuses_a_point_near_the_ceiling) {
  const auto found = analyse(of_ceiling());
  const point_summary& near = point(found, "s/w/near", 2);
  EXPECT_EQ(near.status, "refused: 60 % of what the load itself can carry");
  EXPECT_TRUE(near.refused());
  EXPECT_FALSE(near.throughput);
  EXPECT_FALSE(near.ci);
  EXPECT_FALSE(near.speedup);
  ASSERT_TRUE(near.refused_rate);
  EXPECT_GT(*near.refused_rate, 96);
  EXPECT_NEAR(near.of_ceiling->value, 0.6, 1e-9);
  EXPECT_TRUE(point(found, "s/w/near", 1).ok()) << "its single thread has headroom";
  EXPECT_TRUE(point(found, "s/w/far", 2).ok());
  EXPECT_FALSE(point(found, "s/w/far", 2).refused_rate);
  EXPECT_EQ(point(found, "s/w/far", 2).doubt, "");
}

TEST(headroom, of_a_refused_single_thread_leaves_no_speed_ups) {
  run_record run = of_ceiling();
  run.points.erase(std::remove_if(run.points.begin(), run.points.end(),
                                  [](const auto& p) { return p.name == "s/w/near"; }),
                   run.points.end());
  add(run, "s/w/near", 1, 70);
  add(run, "s/w/near", 2, 72);
  const auto found = analyse(run);
  EXPECT_TRUE(point(found, "s/w/near", 1).refused());
  EXPECT_TRUE(point(found, "s/w/near", 2).ok());
  EXPECT_FALSE(curve(found, "s/w/near").single);
  EXPECT_FALSE(point(found, "s/w/near", 2).speedup);
  EXPECT_FALSE(point(found, "s/w/near", 2).efficiency);
  ASSERT_EQ(found.rankings.size(), 1u);
  EXPECT_FALSE(found.rankings[0].places[0].scaling) << "a ratio to a refused rate";
}

TEST(headroom, in_doubt_is_said_and_shown) {
  run_record run = of_ceiling();
  add(run, "s/w/edge", 2, {0.4 * 160, 0.5 * 160, 0.6 * 160});
  const auto found = analyse(run);
  const point_summary& edge = point(found, "s/w/edge", 2);
  EXPECT_TRUE(edge.ok());
  EXPECT_TRUE(edge.throughput);
  EXPECT_TRUE(edge.doubt.ends_with(" of what the load itself can carry")) << edge.doubt;
  EXPECT_EQ(found.headrooms[0].points.back().verdict, headroom_verdict::undecided);
}

TEST(headroom, of_one_block_is_judged_by_its_value) {
  run_record run;
  run.designs["s/null"].ceiling = true;
  run.points = {visit("s/w/null", 1, 0, {100}), visit("s/w/just", 1, 0, {50}),
                visit("s/w/more", 1, 0, {51})};
  const auto found = analyse(run);
  EXPECT_TRUE(point(found, "s/w/just", 1).ok());
  EXPECT_TRUE(point(found, "s/w/more", 1).refused());
}

TEST(headroom, holds_each_load_against_its_own_ceiling) {
  run_record run = of_ceiling();
  add(run, "s/w/far/batch:9", 2, 159);  // other parameters
  add(run, "s/other/far", 2, 159);      // another workload
  run.designs["t/far"] = {};            // another suite, whose `null` is none
  add(run, "t/w/null", 2, 160);
  add(run, "t/w/far", 2, 159);
  const auto found = analyse(run);
  ASSERT_EQ(found.headrooms.size(), 1u);
  for (const char* name : {"s/w/far/batch:9", "s/other/far", "t/w/far", "t/w/null"}) {
    EXPECT_TRUE(point(found, name, 2).ok()) << name;
    EXPECT_FALSE(point(found, name, 2).of_ceiling) << name;
  }
}

TEST(headroom, of_several_ceilings_is_to_the_fastest) {
  run_record run = of_ceiling();
  run.designs["s/slow_null"].ceiling = true;
  add(run, "s/w/slow_null", 2, 35);
  const auto found = analyse(run);
  ASSERT_EQ(found.headrooms.size(), 1u);
  EXPECT_EQ(found.headrooms[0].points.size(), 4u) << "a ceiling has none";
  EXPECT_TRUE(point(found, "s/w/far", 2).ok());
}

TEST(headroom, that_is_not_known_is_said_once_a_reason) {
  run_record run = of_ceiling();
  fail(run, "s/w/null", 2, "crashed: SIGSEGV");
  auto found = analyse(run);
  EXPECT_TRUE(point(found, "s/w/near", 2).ok()) << "nothing speaks against it";
  EXPECT_FALSE(point(found, "s/w/near", 2).of_ceiling);
  ASSERT_EQ(found.headrooms[0].unknown.size(), 1u);
  EXPECT_EQ(found.headrooms[0].unknown[0].threads, (std::vector<unsigned>{2}));
  EXPECT_EQ(found.headrooms[0].unknown[0].why, "crashed: SIGSEGV (3 of 3 blocks)");
  EXPECT_EQ(found.headrooms[0].points.size(), 2u) << "one thread is known";

  // Stuck: a share of nothing is none.
  run = of_ceiling();
  for (point_record& p : run.points) {
    if (p.name == "s/w/null" && p.threads == 1) p.windows[0].succeeded = 0;
  }
  found = analyse(run);
  ASSERT_EQ(found.headrooms[0].unknown.size(), 1u);
  EXPECT_EQ(found.headrooms[0].unknown[0].why, "it made no progress");

  // Skipped, or never visited.
  run = of_ceiling();
  std::erase_if(run.points, [](const auto& p) { return p.name == "s/w/null"; });
  run.cases = {{"s/w/null", {}, "opaque"}};
  EXPECT_EQ(analyse(run).headrooms.at(0).unknown.at(0).why, "skipped: opaque");
  run.cases = {{"s/w/null", {1, 2}, std::nullopt}};
  EXPECT_EQ(analyse(run).headrooms.at(0).unknown.at(0).why, "not run");
  EXPECT_EQ(analyse(run).headrooms.at(0).unknown.at(0).threads, (std::vector<unsigned>{1, 2}));
}

TEST(headroom, without_a_common_block_is_not_made_up) {
  run_record run = of_ceiling();
  run.points.push_back(visit("s/w/late", 2, 7, {159}));
  const auto found = analyse(run);
  EXPECT_TRUE(point(found, "s/w/late", 2).ok());
  EXPECT_EQ(found.headrooms[0].unknown.at(0).why, "no block has both it and late");
}

TEST(headroom, without_a_ceiling_there_is_no_statement) {
  run_record run = of_ceiling();
  run.designs.clear();  // as in a journal from before there were any
  const auto found = analyse(run);
  EXPECT_TRUE(found.headrooms.empty());
  EXPECT_TRUE(point(found, "s/w/near", 2).ok());
  EXPECT_EQ(found.rankings.at(0).places.size(), 3u);
}

TEST(headroom, a_ceiling_is_never_ranked_and_a_refused_rate_compared_with_nothing) {
  run_record run = of_ceiling();
  add(run, "s/w/other", 2, 20);
  run.questions.ratios = {
      {.title = "t", .about = "", .reference = "far", .rows = {{"W", "s/w", ""}}}};
  run.questions.crossings = {{.title = "c",
                              .about = "",
                              .workload = "s/w",
                              .parameter = "n",
                              .subject = "near",
                              .rival = "far"}};
  for (const char* n : {"1", "9"}) {
    add(run, std::string("s/w/far/n:") + n, 2, 30);
    add(run, std::string("s/w/near/n:") + n, 2, 96);
    add(run, std::string("s/w/null/n:") + n, 2, 160);
  }
  const auto found = analyse(run);
  ASSERT_FALSE(found.rankings.empty());
  const ranking& r = found.rankings[0];
  EXPECT_EQ(r.threads, 2u);
  ASSERT_EQ(r.places.size(), 3u);
  EXPECT_EQ(r.places[0].subject, "far");
  EXPECT_EQ(r.places[2].subject, "near");
  EXPECT_FALSE(r.places[2].rate);
  EXPECT_EQ(r.places[2].absent, "refused: 60 % of what the load itself can carry");
  ASSERT_EQ(found.ratios.size(), 1u);
  EXPECT_EQ(found.ratios[0].subjects, (std::vector<std::string>{"far", "near", "other"}));
  EXPECT_EQ(found.ratios[0].tables.back().cells[0][1].absent, r.places[2].absent);
  EXPECT_TRUE(found.crossings.empty()) << "no value at which both have a rate";
}

}  // namespace
}  // namespace contend
