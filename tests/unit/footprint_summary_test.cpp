// Several memory runs of a point, and of the points of a curve.
#include <contend/analysis/findings.hpp>
#include <contend/analysis/footprint_summary.hpp>
#include <contend/report/footprint_text.hpp>
#include <contend/report/gbench_json.hpp>
#include <contend/report/html.hpp>
#include <contend/report/record_json.hpp>
#include <contend/report/results_json.hpp>
#include <contend/report/table.hpp>

#include "report_fixture.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace contend {
namespace {

constexpr double mib = 1024 * 1024;

point_record memory_run(unsigned threads, unsigned block, double resident, double live = 128) {
  point_record p{.name = "frees/ring/malloc", .threads = threads, .block = block, .status = "ok"};
  p.purpose = "footprint";
  p.metrics["live_peak"] = {"bytes", live * mib};
  p.metrics["resident_peak"] = {"bytes", resident * mib};
  p.metrics["peak_overhead"] = {"ratio", resident / live};
  p.metrics["returned_1s"] = {"share", 0.25};
  p.metrics["operations"] = {"operations", 1e6};
  p.series["live_bytes"] = {"bytes", {{0, 0}, {1, live * mib}, {2, 0}}};
  p.series["resident_bytes"] = {"bytes", {{0, 0}, {1, resident * mib}, {2, mib}}};
  p.series["more"] = {"", {{0, 0}}};
  p.marks = {{"baseline", 1.5, 0}, {"ready", 2.5, 7}};
  return p;
}

run_record run_of(std::vector<point_record> points) {
  run_record run;
  run.allowed_cpus = 4;
  run.points = std::move(points);
  return run;
}

TEST(footprint_summary, is_apart_from_the_speed_of_the_point) {
  auto run = run_of({testing::visit("frees/ring/malloc", 2, 0, {100, 110, 900}),
                     memory_run(2, 0, 200), memory_run(2, 1, 220)});
  const auto curves = summarize(run);
  ASSERT_EQ(curves.size(), 1U);
  const point_summary& p = curves[0].points.at(0);
  EXPECT_EQ(p.blocks, 1U);
  EXPECT_TRUE(p.ok());
  EXPECT_FALSE(p.metrics.contains("live_peak"));
  EXPECT_FALSE(p.histories.contains("live_bytes"));
  ASSERT_TRUE(p.footprint);
  EXPECT_EQ(p.footprint->visits, 2U);
  EXPECT_NEAR(p.footprint->numbers.at("resident_peak").value.value, 210 * mib, 1);
  EXPECT_TRUE(p.footprint->numbers.at("resident_peak").value.ci);
  EXPECT_FALSE(p.footprint->numbers.contains("operations"));
  EXPECT_EQ(p.footprint->histories.size(), 2U);

  // And the other way round: a memory run that fails leaves the speed alone.
  run.points[1].status = "oracle: planted";
  const point_summary failed = summarize(run)[0].points.at(0);
  EXPECT_TRUE(failed.ok());
  EXPECT_EQ(failed.footprint->status, "oracle: planted");
  EXPECT_TRUE(failed.footprint->numbers.empty());
}

TEST(footprint_summary, drops_visits_that_could_not_be_sampled) {
  auto lost = memory_run(2, 0, 999);
  lost.status = "invalid: resident memory went unread for 130 ms";
  const auto p = summarize(run_of({lost, memory_run(2, 1, 200)}))[0].points.at(0);
  EXPECT_EQ(p.status, "not run");  // nobody timed it
  EXPECT_TRUE(p.footprint->ok());
  EXPECT_EQ(p.footprint->kept, 1U);
  EXPECT_FALSE(p.footprint->numbers.at("resident_peak").value.ci);
  const auto none = summarize(run_of({lost}))[0].points.at(0);
  EXPECT_EQ(none.footprint->status, lost.status);
}

TEST(blowup, is_the_exponent_of_what_is_resident_over_the_threads) {
  std::vector<point_record> points;
  for (unsigned block = 0; block < 3; ++block) {
    for (const unsigned t : {1U, 2U, 8U}) {
      points.push_back(memory_run(t, block, (100 + block) * std::sqrt(t)));
    }
  }
  const auto curve = summarize(run_of(points))[0];
  ASSERT_TRUE(curve.growth && curve.growth->slope);
  EXPECT_NEAR(curve.growth->slope->value, 0.5, 1e-9);
  ASSERT_EQ(curve.growth->growth.size(), 3U);
  EXPECT_NEAR(curve.growth->growth[0].second.value, 1, 1e-9);
  EXPECT_NEAR(curve.growth->growth[2].second.value, std::sqrt(8), 1e-9);
  EXPECT_EQ(slope_text(*curve.growth), "threads^0.50");
}

TEST(blowup, is_asked_only_at_equal_live_bytes) {
  const auto unequal = summarize(run_of({memory_run(1, 0, 130), memory_run(2, 0, 300, 256)}))[0];
  EXPECT_FALSE(unequal.growth->slope);
  EXPECT_NE(unequal.growth->absent.find("live bytes"), std::string::npos);
  const auto single = summarize(run_of({memory_run(1, 0, 130), memory_run(1, 1, 130)}))[0];
  EXPECT_NE(single.growth->absent.find("one number"), std::string::npos);
  // Blocks are paired: one thread count in each is none.
  const auto apart = summarize(run_of({memory_run(1, 0, 130), memory_run(2, 1, 130)}))[0];
  EXPECT_FALSE(apart.growth->slope);
  EXPECT_FALSE(summarize(run_of({testing::visit("a/b/c", 1, 0, {1})}))[0].growth);
}

TEST(footprint_record, goes_through_json_and_back) {
  point_record p = memory_run(2, 1, 200);
  p.note = "why";
  const point_record back = point_from_json(nlohmann::json::parse(one_line(to_json(p))));
  EXPECT_EQ(back.purpose, "footprint");
  EXPECT_EQ(back.note, "why");
  ASSERT_EQ(back.marks.size(), 2U);
  EXPECT_EQ(back.marks[1].name, "ready");
  EXPECT_EQ(back.marks[1].seconds, 2.5);
  EXPECT_EQ(back.marks[1].live_bytes, 7);
  // A journal of before there were any.
  nlohmann::json old = to_json(testing::visit("a/b/c", 1, 0, {1}));
  EXPECT_FALSE(old.contains("purpose"));
  EXPECT_FALSE(point_from_json(old).measures_memory());
}

TEST(footprint_report, shows_table_chart_and_text_and_stays_out_of_the_times) {
  auto small = memory_run(2, 0, 20, 8);
  small.name = "frees/ring/tiny";
  small.metrics = {{"live_peak", {"bytes", 8 * mib}}};
  small.note = "too little to judge by";
  auto broken = memory_run(2, 0, 1);
  broken.name = "frees/ring/broken";
  broken.status = "oracle: <planted>";
  auto run =
      run_of({testing::visit("frees/ring/malloc", 2, 0, {100, 110, 900}), memory_run(1, 0, 190),
              memory_run(2, 0, 200), memory_run(2, 1, 220), memory_run(1, 1, 190), small, broken});
  const findings found = analyse(run);
  const std::string page = html_report(run, found);
  for (const char* text :
       {"stranded, idle", "blowup", "1.64×", "Memory of fixed work", "resident and (dashed) live",
        "oracle: &lt;planted&gt;", "too little to judge by", "line unsure"}) {
    EXPECT_NE(page.find(text), std::string::npos) << text;
  }
  const std::string text = summary_table(run, found, false, 100);
  EXPECT_NE(text.find("peak 1.64× of live"), std::string::npos) << text;
  EXPECT_NE(text.find("(memory): oracle: <planted>"), std::string::npos) << text;
  const auto results = nlohmann::json::parse(results_json(run, found));
  const auto& curve = results["curves"][0];
  EXPECT_NEAR(curve["points"][1]["footprint"]["numbers"]["resident_peak"]["value"].get<double>(),
              210 * mib, 1);
  EXPECT_TRUE(curve["blowup"]["slope"].is_object());
  EXPECT_EQ(nlohmann::json::parse(gbench_json(run, analyse(run)))["benchmarks"].size(), 1U);
}

}  // namespace
}  // namespace contend
