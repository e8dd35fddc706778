#include "report_fixture.hpp"

#include <contend/report/format.hpp>
#include <contend/report/gbench_json.hpp>
#include <contend/report/quantity.hpp>
#include <contend/report/results_json.hpp>
#include <contend/report/scale.hpp>
#include <contend/report/table.hpp>
#include <contend/report/text_cells.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace contend {
namespace {

using nlohmann::json;
using testing::visit;

TEST(format, has_three_digits) {
  EXPECT_EQ(si(0), "0");
  EXPECT_EQ(si(12.345e6), "12.3 M");
  EXPECT_EQ(si(1.5e3), "1.50 k");
  EXPECT_EQ(si(999.7e3), "1.00 M");
  EXPECT_EQ(si(950), "950");
  EXPECT_EQ(si(NAN), "n/a");
  EXPECT_EQ(percent(0.034), "3.4 %");
  EXPECT_EQ(percent(0.975), "98 %");
  EXPECT_EQ(percent(0), "0 %");
  EXPECT_EQ(duration(0.0012), "1.20 ms");
  EXPECT_EQ(duration(0), "0 s");
  EXPECT_EQ(duration(3e-10), "0.30 ns");
  EXPECT_EQ(bytes(1536), "1.50 KiB");
}

TEST(format, writes_ratios_and_long_names_short) {
  EXPECT_EQ(times(1.25), "1.25×");
  EXPECT_EQ(times(17.31), "17.3×");
  EXPECT_EQ(times(0.0451), "0.045×");
  EXPECT_EQ(times(4321), "4321×");
  EXPECT_EQ(times(311638), "3.1e+05×");
  EXPECT_EQ(times(NAN), "n/a");
  EXPECT_EQ(clipped("short", 9), "short");
  EXPECT_EQ(clipped("concurrent_hash_map", 9), "conc…_map");
  EXPECT_EQ(short_text_of(quantity::bytes, 1536), "1.5 KiB");
  EXPECT_EQ(short_text_of(quantity::number, 2e6), "2 M");
  EXPECT_EQ(short_text_of(quantity::number, 0.005), "0.005");
  EXPECT_EQ(short_text_of(quantity::number, 0.25), "0.25");
  EXPECT_EQ(short_text_of(quantity::ratio, 0.5), "0.5×");
}

TEST(quantity, has_round_ticks_within_the_axis) {
  for (const quantity q : {quantity::number, quantity::bytes, quantity::ratio}) {
    for (const auto& [low, high] : {std::pair{0., 3.}, {0., 1e9}, {0., 37e6}, {5., 100.}}) {
      const auto ticks = ticks_of(q, low, high, false);
      EXPECT_GE(ticks.size(), 2U) << high;
      EXPECT_LE(ticks.size(), 6U) << high;
      for (const tick& t : ticks) EXPECT_TRUE(t.value >= low && t.value <= high) << t.value;
    }
  }
  const auto sizes = ticks_of(quantity::bytes, 0, 40 << 20, false);
  EXPECT_EQ(sizes.front().label, "0");
  EXPECT_EQ(sizes[1].label, "8 MiB");
  for (const double high : {5e3, 1e6, 1e12}) {
    const auto ticks = ticks_of(quantity::bytes, 1000, high, true);
    EXPECT_GE(ticks.size(), 2U) << high;
    EXPECT_LE(ticks.size(), 6U) << high;
  }
}

TEST(scale, names_round_values_within_the_axis) {
  for (const auto& [low, high] : {std::pair{1e6, 4e6}, {3e3, 9e9}, {1.0, 1e18}, {9e5, 1.1e6}}) {
    const auto ticks = throughput_ticks(low, high);
    EXPECT_GE(ticks.size(), 2U) << low;
    EXPECT_LE(ticks.size(), 8U) << low;
    for (const tick& t : ticks) {
      EXPECT_GE(t.value, low * 0.99);
      EXPECT_LE(t.value, high * 1.01);
    }
  }
  EXPECT_EQ(share_ticks(1.08).back().label, "100 %");
  EXPECT_LE(share_ticks(40).size(), 8U);
}

TEST(scale, keeps_labels_apart_and_near) {
  const std::vector<double> wanted{10, 11, 12, 80};
  const auto places = spread(wanted, 10, 0, 100);
  for (std::size_t i = 1; i < places.size(); ++i) EXPECT_GE(places[i] - places[i - 1], 10 - 1e-9);
  EXPECT_NEAR(places[1], 11, 1e-9);  // the cluster stays where it is
  EXPECT_NEAR(places[3], 80, 1e-9);  // who is alone is not moved
  const auto crowded = spread(std::vector<double>(30, 50), 10, 0, 100);
  EXPECT_GE(crowded.front(), -1e-9);
  EXPECT_LE(crowded.back(), 100 + 1e-9);
  EXPECT_TRUE(spread({}, 10, 0, 100).empty());
}

TEST(gbench_json, is_in_google_benchmarks_shape) {
  run_record run = testing::sample_run();
  const json all = json::parse(gbench_json(run, analyse(run)));
  for (const char* field : {"date", "host_name", "executable", "num_cpus", "mhz_per_cpu",
                            "cpu_scaling_enabled", "caches", "load_avg", "library_build_type"}) {
    EXPECT_TRUE(all.at("context").contains(field)) << field;
  }
  EXPECT_EQ(all.at("benchmarks").size() + all.at("context").at("contend_left_out").size(),
            run.points.size());
  const json& first = all.at("benchmarks").at(0);
  EXPECT_EQ(first.at("name"), "control/empty/nothing/threads:1");
  EXPECT_EQ(first.at("run_name"), first.at("name"));
  EXPECT_EQ(first.at("run_type"), "iteration");
  EXPECT_EQ(first.at("repetitions"), 6);
  EXPECT_EQ(first.at("repetition_index"), 0);
  EXPECT_EQ(first.at("time_unit"), "ns");
}

TEST(gbench_json, time_is_of_one_operation) {
  run_record run;
  point_record p = visit("a/b/c", 4, 1, {2e6, 2e6});
  for (window_record& w : p.windows) w.cpu = 0.5;
  run.points = {p};
  const json entry = json::parse(gbench_json(run, analyse(run))).at("benchmarks").at(0);
  EXPECT_NEAR(entry.at("real_time"), 500, 1e-9);  // ns
  EXPECT_NEAR(entry.at("cpu_time"), 1000, 1e-9);  // four threads, half of the time
  EXPECT_NEAR(entry.at("items_per_second"), 2e6, 1e-3);
  EXPECT_EQ(entry.at("iterations"), 4000000);
  EXPECT_EQ(entry.at("threads"), 4);
  EXPECT_EQ(entry.at("repetition_index"), 1);
}

// Its readers take the zero time of an entry with error_occurred for a measured one.
TEST(gbench_json, what_has_no_number_has_no_entry) {
  run_record run;
  run.points = {visit("a/b/c", 4, 0, {}), visit("a/b/c", 2, 0, {0}), visit("a/b/c", 4, 1, {2e6}),
                visit("a/b/c", 1, 0, {2e6})};
  run.points[0].status = "crashed: SIGSEGV";
  const json all = json::parse(gbench_json(run, analyse(run)));
  ASSERT_EQ(all.at("benchmarks").size(), 1U);
  EXPECT_EQ(all.at("benchmarks").at(0).at("name"), "a/b/c/threads:1");
  const json& out = all.at("context").at("contend_left_out");
  EXPECT_EQ(out.size(), 3U);
  EXPECT_EQ(out.at("a/b/c/threads:4/repetition:0"), "crashed: SIGSEGV");
  EXPECT_EQ(out.at("a/b/c/threads:4/repetition:1"), "crashed: SIGSEGV (1 of 2 blocks)");
  EXPECT_EQ(out.at("a/b/c/threads:2/repetition:0"), "no successful operation in a kept window");
}

TEST(gbench_json, an_invalid_point_has_no_entry) {
  run_record run;
  run.points = {visit("a/b/c", 2, 0, {2e6, 2e6, 2e6}), visit("a/b/c", 2, 1, {2e6})};
  run.points[0].windows[0].discarded = "run delay";
  const json all = json::parse(gbench_json(run, analyse(run)));
  EXPECT_TRUE(all.at("benchmarks").empty());
  EXPECT_EQ(all.at("context").at("contend_left_out").at("a/b/c/threads:2/repetition:1"),
            "invalid: 25 % of windows discarded");
}

TEST(gbench_json, says_what_was_planted) {
  run_record run;
  run.points = {visit("a/b/c", 1, 0, {2e6})};
  EXPECT_FALSE(
      json::parse(gbench_json(run, analyse(run))).at("context").contains("contend_planted"));
  run.options["plant"] = "a/b/c=1.5";
  EXPECT_EQ(json::parse(gbench_json(run, analyse(run))).at("context").at("contend_planted"),
            "a/b/c=1.5");
}

TEST(results_json, has_a_row_a_point) {
  const run_record run = testing::sample_run();
  const json all = json::parse(results_json(run, analyse(run)));
  EXPECT_EQ(all.at("schema"), results_schema);
  EXPECT_EQ(all.at("run").at("seed"), 42);
  EXPECT_FALSE(all.at("run").contains("kind"));
  ASSERT_EQ(all.at("curves").size(), run.cases.size());
  const json& point = all.at("curves").at(0).at("points").at(0);
  EXPECT_EQ(point.at("status"), "ok");
  EXPECT_GT(point.at("throughput"), point.at("interval").at(0));
  EXPECT_LT(point.at("throughput"), point.at("interval").at(1));
  EXPECT_EQ(all.at("curves").back().at("skipped"), "not found: snmalloc");
}

TEST(results_json, failed_points_have_no_throughput) {
  const run_record run = testing::sample_run();
  int failed = 0;
  const json all = json::parse(results_json(run, analyse(run)));
  for (const json& curve : all.at("curves")) {
    for (const json& p : curve.at("points")) {
      if (p.at("status") == "ok") continue;
      ++failed;
      EXPECT_TRUE(p.at("throughput").is_null());
      EXPECT_TRUE(p.at("interval").is_null());
    }
  }
  EXPECT_EQ(failed, 14) << "five, a ceiling's and eight that were refused";
}

TEST(results_json, has_the_answers) {
  const run_record run = testing::sample_run();
  const json all = json::parse(results_json(run, analyse(run)));
  const json& crossing = all.at("crossings").at(0);
  EXPECT_EQ(crossing.at("kind"), "crosses");
  EXPECT_GT(crossing.at("at"), crossing.at("interval").at(0));
  EXPECT_EQ(crossing.at("points").size(), 5U);
  const json& row = all.at("ratios").at(0).at("tables").at(0).at("rows").at(0);
  EXPECT_EQ(row.at("label"), "Window");
  EXPECT_EQ(row.at("cells").size(), all.at("ratios").at(0).at("subjects").size());
  EXPECT_GT(row.at("cells").at(1).at("value"), 1.5);
  EXPECT_EQ(all.at("rankings").size(), 16U);
  EXPECT_EQ(all.at("run").at("questions").at("ratios").size(), 1U);
}

TEST(results_json, says_what_the_load_itself_can_carry) {
  const run_record run = testing::sample_run();
  const json all = json::parse(results_json(run, analyse(run)));
  EXPECT_EQ(all.at("run").at("designs").at("frees/tokens").at("ceiling"), true);
  const json& load = all.at("headrooms").at(0);
  EXPECT_EQ(load.at("ceiling"), "tokens");
  EXPECT_EQ(load.at("unknown").at(0).at("threads"), json({6}));
  std::set<std::string> verdicts;
  for (const json& p : load.at("points")) verdicts.insert(p.at("verdict"));
  EXPECT_EQ(verdicts, (std::set<std::string>{"enough", "refused", "undecided"}));
  for (const json& c : all.at("curves")) {
    EXPECT_EQ(c.at("ceiling"), c.at("subject") == "tokens");
    if (c.at("name") != "frees/flow/mimalloc/batch:1") continue;
    const json& p = c.at("points").at(1);
    EXPECT_EQ(p.at("status"), "refused: 71 % of what the load itself can carry");
    EXPECT_NEAR(p.at("of_ceiling").at("value"), 0.7, 0.05);
    EXPECT_GT(p.at("refused_throughput"), 1e7);
  }
}

TEST(gbench_json, a_refused_rate_has_no_entry) {
  run_record run;
  run.designs["a/none"].ceiling = true;
  run.points = {visit("a/b/none", 1, 0, {2e6}), visit("a/b/c", 1, 0, {2e6})};
  const json all = json::parse(gbench_json(run, analyse(run)));
  ASSERT_EQ(all.at("benchmarks").size(), 1U);
  EXPECT_EQ(all.at("benchmarks").at(0).at("name"), "a/b/none/threads:1")
      << "the ceiling was measured";
  EXPECT_EQ(all.at("context").at("contend_left_out").at("a/b/c/threads:1/repetition:0"),
            "refused: 100 % of what the load itself can carry");
}

std::string unwrapped(std::string text) {
  for (std::size_t at; (at = text.find("\n    ")) != std::string::npos;) text.replace(at, 5, " ");
  return text;
}

TEST(table, shows_ceilings_and_what_they_refuse) {
  const run_record run = testing::sample_run();
  const std::string text = unwrapped(summary_table(run, analyse(run), false, 200));
  for (const char* part :
       {"of ceiling", "load alone", " M refused", "Load alone (tokens): the designs reach at most",
        "Refused, above 50 %: mimalloc at 1, 2, 3, 4, 8, 16 threads", "In doubt, on both sides",
        "Its rate at 6 threads is not known: crashed: SIGBUS (6 of 6 blocks)"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(text.find("tokens 1.00"), std::string::npos) << "it is in no ranking";
  run_record plain = run;
  plain.designs.clear();
  EXPECT_EQ(summary_table(plain, analyse(plain), false, 200).find("of ceiling"), std::string::npos);
}

std::size_t width_of(const std::string& text) {
  std::size_t widest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line) && line != "failed" && !line.empty();) {
    widest =
        std::max(widest, static_cast<std::size_t>(std::count_if(
                             line.begin(), line.end(), [](char c) { return (c & 0xc0) != 0x80; })));
  }
  return widest;
}

TEST(table, fits_the_terminal) {
  run_record run = testing::sample_run();
  for (const unsigned width : {60U, 80U, 120U, 200U}) {
    EXPECT_LE(width_of(summary_table(run, analyse(run), false, width)), width);
  }
  // Sixteen thread counts: the first, the last and the edges stay, and the rest is announced.
  run.cases.clear();
  run.points.clear();
  for (unsigned t = 1; t <= 16; ++t) run.points.push_back(visit("a/b/c", t, 0, {1e6 * t}));
  const std::string text = summary_table(run, analyse(run), false, 120);
  EXPECT_LE(width_of(text), 120U);
  EXPECT_NE(text.find("more thread counts are in the report"), std::string::npos);
  EXPECT_NE(text.find("16.0 M"), std::string::npos);
}

TEST(table, says_what_went_wrong) {
  const run_record run = testing::sample_run();
  const std::string text = summary_table(run, analyse(run), false, 200);
  for (const char* part :
       {"two speeds, no average", "INVALID", "crashed: SIGSEGV (1 of 6 blocks)", "timeout",
        "skipped", "not found: libcuckoo 0.3", "1 point: the host interfered", "not run", "16 over",
        "Runtimes as ratios to the lock (gil = 1)", "16 threads, over",
        "biased is ahead of atomic_count up to foreign 6", "gil! 0.06", "negative scaling"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(text.find('\033'), std::string::npos);
  EXPECT_NE(summary_table(run, analyse(run), true).find("\033["), std::string::npos);
}

TEST(table, foreign_text_does_not_steer_the_terminal) {
  run_record run;
  run.points = {visit("a/\033[31m/c\a", 1, 0, {1})};
  run.points[0].status = "failed: \033[2J";
  EXPECT_EQ(summary_table(run, analyse(run), false).find('\033'), std::string::npos);
}

TEST(table, wraps_words) {
  EXPECT_EQ(wrapped("  one two three", 9, 4), "  one two\n    three");
  EXPECT_EQ(wrapped("a_word_too_long x", 4, 2), "a_word_too_long\n  x");
  EXPECT_EQ(wrapped("", 4, 2), "");
}

TEST(table, survives_nothing) {
  EXPECT_EQ(summary_table({}, {}, false), "nothing was measured\n");
  run_record run;
  run.cases = {{"a/b/c", {}, std::nullopt}};
  (void)summary_table(run, analyse(run), true, 10);
  run.points = {visit("a/b/c", 1, 0, {0})};
  (void)summary_table(run, analyse(run), true, 10);
}

}  // namespace
}  // namespace contend
