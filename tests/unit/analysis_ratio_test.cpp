// Designs against each other, paired by block: rankings and ratio questions, on made-up blocks.
#include "report_fixture.hpp"

#include <contend/analysis/findings.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace contend {
namespace {

using testing::visit;

/// Host noise that all visits of a block share: it must cancel.
double noise(unsigned block) { return 1 + 0.4 * block; }

void add(run_record& run, const std::string& name, unsigned threads, double rate) {
  for (unsigned b = 0; b < 3; ++b) {
    point_record p = visit(name, threads, b, {rate * noise(b)});
    p.oversubscribed = threads > run.allowed_cpus;
    run.points.push_back(p);
  }
}

run_record of_designs() {
  run_record run;
  run.allowed_cpus = 2;
  for (const auto& [name, one, two, four] :
       {std::tuple{"good", 10e6, 19e6, 20e6}, {"bad", 20e6, 5e6, 4e6}, {"flat", 8e6, 8e6, 8e6}}) {
    add(run, std::string("s/w/") + name, 1, one);
    add(run, std::string("s/w/") + name, 2, two);
    add(run, std::string("s/w/") + name, 4, four);
  }
  add(run, "s/w/single", 1, 90e6);
  return run;
}

TEST(block_rates, pair_what_was_measured_side_by_side) {
  const run_record run = of_designs();
  const auto curves = summarize(run);
  const block_rates rates(run, curves);
  EXPECT_EQ(rates.of("s/w/good", 2).size(), 3u);
  EXPECT_NEAR(rates.of("s/w/good", 2).at(1), 19e6 * 1.4, 1);
  EXPECT_TRUE(rates.of("s/w/good", 3).empty());
  EXPECT_TRUE(rates.of("s/w/none", 1).empty());
  const auto r = rates.compare("s/w/good", 2, "s/w/bad", 2);
  EXPECT_EQ(r.blocks, 3u);
  EXPECT_NEAR(r.ratio.value, 3.8, 1e-9);
  ASSERT_TRUE(r.ratio.ci);
  EXPECT_NEAR(r.ratio.ci->high, 3.8, 1e-6) << "the blocks' own speeds cancel";
}

TEST(block_rates, say_why_there_are_none) {
  run_record run = of_designs();
  run.cases = {{"s/w/absent", {}, "not installed"}, {"s/w/late", {2}, std::nullopt}};
  for (point_record& p : run.points) {
    if (p.name == "s/w/flat" && p.threads == 2) p.status = "oracle: lost one";
  }
  const auto curves = summarize(run);
  const block_rates rates(run, curves);
  EXPECT_EQ(rates.missing("s/w/good", 2), "");
  EXPECT_EQ(rates.missing("s/w/absent", 2), "skipped: not installed");
  EXPECT_EQ(rates.missing("s/w/late", 2), "not run");
  EXPECT_EQ(rates.missing("s/w/nobody", 2), "not in this run");
  EXPECT_EQ(rates.missing("s/w/single", 2), "not measured with that many threads");
  EXPECT_EQ(rates.missing("s/w/flat", 2), "oracle: lost one (3 of 3 blocks)");
  EXPECT_TRUE(rates.of("s/w/flat", 2).empty());
}

TEST(block_rates, two_speeds_are_a_doubt) {
  run_record run;
  for (unsigned b = 0; b < 3; ++b) {
    run.points.push_back(visit("s/w/a", 1, b, {1, 1, 1, 1, 3, 3, 3, 3}));
    run.points.push_back(visit("s/w/b", 1, b, {1, 1, 1}));
  }
  const auto curves = summarize(run);
  EXPECT_EQ(block_rates(run, curves).compare("s/w/b", 1, "s/w/a", 1).ratio.doubt, "two speeds");
}

TEST(ranking, puts_the_fastest_first_where_each_thread_has_a_cpu) {
  const auto found = analyse(of_designs());
  ASSERT_EQ(found.rankings.size(), 1u);
  const ranking& r = found.rankings[0];
  EXPECT_EQ(r.threads, 2u) << "four share two CPUs";
  ASSERT_EQ(r.places.size(), 4u);
  EXPECT_EQ(r.places[0].subject, "good");
  EXPECT_EQ(r.places[1].subject, "flat");
  EXPECT_EQ(r.places[2].subject, "bad");
  EXPECT_EQ(r.places[3].subject, "single");
  EXPECT_EQ(r.places[0].of_best->value, 1);
  EXPECT_NEAR(r.places[1].of_best->value, 8. / 19, 1e-9);
  EXPECT_NEAR(r.places[0].scaling->value, 1.9, 1e-9);
  EXPECT_FALSE(r.places[0].scales_negatively());
  EXPECT_TRUE(r.places[2].scales_negatively());
  EXPECT_FALSE(r.places[3].rate);
  EXPECT_NEAR(*r.places[3].single, 90e6 * std::cbrt(1.4 * 1.8), 1);
  EXPECT_FALSE(r.places[3].absent.empty());
}

TEST(ranking, negative_scaling_is_said_beyond_doubt_only) {
  run_record run;
  run.allowed_cpus = 2;
  for (unsigned b = 0; b < 3; ++b) {
    for (const char* name : {"s/w/a", "s/w/b"}) {
      run.points.push_back(visit(name, 1, b, {1e6}));
      run.points.push_back(visit(name, 2, b, {b == 0 ? 1.4e6 : 0.8e6}));
    }
  }
  const auto found = analyse(run);
  ASSERT_EQ(found.rankings.size(), 1u);
  EXPECT_LT(found.rankings[0].places[0].scaling->value, 1);
  EXPECT_FALSE(found.rankings[0].places[0].scales_negatively());
}

TEST(ranking, needs_two_designs) {
  run_record run;
  run.allowed_cpus = 1;
  add(run, "s/w/a", 2, 1);
  add(run, "s/w/b", 2, 1);
  EXPECT_TRUE(analyse(run).rankings.empty()) << "all share a CPU";
  add(run, "s/x/a", 1, 1);
  EXPECT_TRUE(analyse(run).rankings.empty());
}

run_record of_rows() {
  run_record run;
  run.allowed_cpus = 2;
  for (const unsigned t : {1U, 4U}) {
    add(run, "s/make/gil", t, 2e6);
    add(run, "s/make/free", t, 3e6 * t);
    add(run, "s/count/gil/of:own", t, 4e6);
    add(run, "s/count/free/of:own", t, 2e6);
    add(run, "s/count/free/of:hot", t, 7e6);
  }
  run.cases.push_back({"s/make/other", {}, "not installed"});
  run.questions.ratios = {
      {.title = "t",
       .about = "",
       .reference = "gil",
       .rows = {
           {"Make", "s/make", ""}, {"Own", "s/count", "/of:own"}, {"Hot", "s/count", "/of:hot"}}}};
  return run;
}

TEST(ratio, has_a_table_a_thread_count) {
  const auto found = analyse(of_rows());
  ASSERT_EQ(found.ratios.size(), 1u);
  const ratio_answer& a = found.ratios[0];
  EXPECT_EQ(a.subjects, (std::vector<std::string>{"gil", "other", "free"}));
  ASSERT_EQ(a.tables.size(), 2u);
  EXPECT_FALSE(a.tables[0].oversubscribed);
  EXPECT_TRUE(a.tables[1].oversubscribed);
  EXPECT_NEAR(a.tables[0].cells[0][0].value.ratio.value, 1, 1e-12);
  EXPECT_NEAR(a.tables[0].cells[0][2].value.ratio.value, 1.5, 1e-9);
  EXPECT_NEAR(a.tables[1].cells[0][2].value.ratio.value, 6, 1e-9);
  EXPECT_NEAR(a.tables[0].cells[1][2].value.ratio.value, 0.5, 1e-9);
  EXPECT_EQ(a.tables[0].cells[1][2].value.blocks, 3u);
}

TEST(ratio, says_why_there_is_none) {
  const auto found = analyse(of_rows());
  const auto& cells = found.ratios.at(0).tables.at(0).cells;
  EXPECT_EQ(cells[0][1].absent, "skipped: not installed");
  EXPECT_EQ(cells[2][0].absent, "not in this run");
  EXPECT_EQ(cells[2][2].absent, "no gil to compare with: not in this run");
}

TEST(ratio, is_not_answered_without_data) {
  run_record run = of_rows();
  std::erase_if(run.points,
                [](const point_record& p) { return p.name.find("/gil") != std::string::npos; });
  EXPECT_TRUE(analyse(run).ratios.empty());
  run.points.clear();
  EXPECT_TRUE(analyse(run).ratios.empty());
}

}  // namespace
}  // namespace contend
