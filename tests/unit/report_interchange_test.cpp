// The formats that other programs read: nothing but what was measured may look like a number there,
// and no name may break out of its place.
#include "report_fixture.hpp"

#include <contend/analysis/findings.hpp>
#include <contend/report/bencher_json.hpp>
#include <contend/report/benchfmt.hpp>
#include <contend/report/github_json.hpp>
#include <contend/report/junit_run.hpp>
#include <contend/report/left_out.hpp>
#include <contend/report/markdown_run.hpp>

#include <gtest/gtest.h>

#include <cctype>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace contend {
namespace {

using nlohmann::json;
using testing::visit;
using testing::without_numbers;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The lines that a reader takes for results, by name; each as its fields behind the name.
std::map<std::string, std::vector<std::vector<std::string>>> results_of(const std::string& text) {
  std::map<std::string, std::vector<std::vector<std::string>>> results;
  for (const std::string& line : lines_of(text)) {
    if (!line.starts_with("Benchmark")) continue;
    std::istringstream in(line);
    std::vector<std::string> fields;
    for (std::string field; in >> field;) fields.push_back(field);
    results[fields[0]].emplace_back(fields.begin() + 1, fields.end());
  }
  return results;
}

std::string benchfmt_of(const run_record& run) { return benchfmt(run, analyse(run)); }
json bencher_of(const run_record& run) { return json::parse(bencher_json(analyse(run))); }
json github_of(const run_record& run) { return json::parse(github_json(run, analyse(run))); }
std::string junit_of(const run_record& run) { return junit_run(run, analyse(run)); }
std::string markdown_of(const run_record& run) { return markdown_run(run, analyse(run)); }

TEST(benchfmt, is_a_line_a_block) {
  run_record run;
  run.points = {visit("refcount/hot_object/biased/batch:16", 4, 1, {2e6, 2e6}),
                visit("refcount/hot_object/biased/batch:16", 4, 0, {4e6, 4e6, 4e6})};
  const std::string text = benchfmt_of(run);
  const auto results = results_of(text);
  ASSERT_EQ(results.size(), 1U) << text;
  const auto& [name, blocks] = *results.begin();
  EXPECT_EQ(name, "BenchmarkRefcount/workload=hot_object/subject=biased/batch=16-4");
  ASSERT_EQ(blocks.size(), 2U);
  EXPECT_EQ(blocks[0], (std::vector<std::string>{"12000000", "250", "ns/op", "4000000", "ops/s"}));
  EXPECT_EQ(blocks[1], (std::vector<std::string>{"4000000", "500", "ns/op", "2000000", "ops/s"}));
  EXPECT_NE(text.find("\nUnit ops/s better=higher\n"), text.npos);
}

TEST(benchfmt, every_line_is_one_that_its_reader_knows_or_a_remark) {
  run_record run = testing::sample_run();
  run.command = "contend\nBenchmarkForged-1 1 1 ns/op";
  run.options["window"] = "20ms\nforged: yes";
  run.options["plant"] = "a/b/c=1.5";
  for (const std::string& line : lines_of(benchfmt_of(run))) {
    if (line.empty() || line[0] == '#' || line.starts_with("Unit ")) continue;
    if (line.starts_with("Benchmark")) {
      std::istringstream in(line);
      std::vector<std::string> fields;
      for (std::string field; in >> field;) fields.push_back(field);
      ASSERT_GE(fields.size(), 4U) << line;
      EXPECT_EQ(fields.size() % 2, 0U) << line;
      EXPECT_TRUE(std::isupper(static_cast<unsigned char>(fields[0][9]))) << line;
      for (std::size_t i = 2; i < fields.size(); i += 2) {
        char* end = nullptr;
        EXPECT_GE(std::strtod(fields[i].c_str(), &end), 0) << line;
        EXPECT_EQ(*end, '\0') << line;
      }
      continue;
    }
    const std::size_t colon = line.find(": ");
    ASSERT_NE(colon, line.npos) << line;
    for (const char c : line.substr(0, colon)) EXPECT_TRUE(c >= 'a' && c <= 'z') << line;
    EXPECT_NE(line.substr(0, colon), "forged");
  }
}

TEST(benchfmt, a_name_can_not_end_early_or_meet_another) {
  run_record run;
  run.points = {visit("2nd\tsuite/w x/\xc2\x85/k:a:b", 1, 0, {1e6}), visit("/w/a%20b", 1, 0, {1e6}),
                visit("/w/a b", 1, 0, {1e6})};
  const auto results = results_of(benchfmt_of(run));
  EXPECT_EQ(results.size(), 3U);
  EXPECT_TRUE(results.contains("BenchmarkX2nd%09suite/workload=w%20x/subject=%C2%85/k=a:b-1"));
  EXPECT_TRUE(results.contains("BenchmarkX/workload=w/subject=a%2520b-1"));
  EXPECT_TRUE(results.contains("BenchmarkX/workload=w/subject=a%20b-1"));
}

TEST(benchfmt, configuration_is_what_makes_runs_incomparable) {
  run_record a = testing::sample_run(), b = a;
  b.seed = 7;
  b.version = "9.9";
  b.started = "2030-01-01T00:00:00Z";
  b.points.erase(b.points.begin());
  const auto settings = [](const run_record& run) {
    std::vector<std::string> found;
    for (const std::string& line : lines_of(benchfmt_of(run))) {
      if (!line.empty() && line[0] >= 'a' && line[0] <= 'z') found.push_back(line);
    }
    return found;
  };
  EXPECT_EQ(settings(a), settings(b)) << "else benchstat would not compare them";
  b.options["plant"] = "a/b/c=1.5";
  EXPECT_NE(settings(a), settings(b));
}

TEST(interchange, what_has_no_number_gets_none) {
  const run_record run = without_numbers();
  const std::string text = benchfmt_of(run);
  EXPECT_EQ(results_of(text).size(), 1U) << "the ceiling was measured:\n" << text;
  EXPECT_EQ(text.find("12345"), text.npos);
  const json bencher = bencher_of(run);
  EXPECT_EQ(bencher.size(), 1U) << bencher;
  EXPECT_TRUE(bencher.contains("s/l/ceiling/threads:2"));
  const json github = github_of(run);
  ASSERT_EQ(github.size(), 1U) << github;
  EXPECT_EQ(github[0].at("name"), "s/l/ceiling/threads:2");
  const std::string markdown = markdown_of(run);
  EXPECT_EQ(markdown.find("12.3 k"), markdown.npos) << markdown;
  EXPECT_NE(markdown.find("**`INVALID`**"), markdown.npos);
  EXPECT_NE(markdown.find("**`refused`**"), markdown.npos);
  const std::string junit = junit_of(run);
  EXPECT_EQ(junit.find("12.3 k"), junit.npos) << junit;
}

TEST(interchange, says_how_much_it_left_out) {
  run_record run = without_numbers();
  const std::string words =
      "4 points failed, 2 points invalid, 1 point refused, 1 point not run, 1 case skipped";
  EXPECT_EQ(left_out_text(analyse(run).curves), words);
  run.options["plant"] = "s/l/ceiling=1.5";
  EXPECT_NE(benchfmt_of(run).find("# without a number: " + words), std::string::npos);
  EXPECT_NE(benchfmt_of(run).find("# PLANTED: s/l/ceiling was slowed down"), std::string::npos);
  EXPECT_NE(benchfmt_of(run).find("\nplanted: s/l/ceiling=1.5\n"), std::string::npos);
  EXPECT_NE(markdown_of(run).find(words), std::string::npos);
  EXPECT_NE(markdown_of(run).find("**PLANTED:** `s/l/ceiling` was slowed down on purpose"),
            std::string::npos);
  EXPECT_NE(std::string(github_of(run)[0].at("extra")).find("on purpose, by a factor of 1.500"),
            std::string::npos);
  EXPECT_NE(junit_of(run).find("<property name=\"planted\" value=\"s/l/ceiling=1.5\"/>"),
            std::string::npos);
  run_record plain;
  plain.points = {visit("a/b/c", 1, 0, {1})};
  EXPECT_EQ(caveats(plain, analyse(plain).curves), "");
}

TEST(interchange, numbers_keep_their_interval_and_their_unit) {
  run_record run;
  for (unsigned b = 0; b < 4; ++b) run.points.push_back(visit("a/b/c", 2, b, {1e6 + 1e4 * b}));
  run.points[0].latency = latency_record{100, 180, 320, 900, 4100, 91000};
  const curve_summary curve = analyse(run).curves.at(0);
  const point_summary& p = curve.points.at(0);
  const json measures = bencher_of(run).at("a/b/c/threads:2");
  EXPECT_EQ(measures.at("throughput").at("value"), *p.throughput);
  EXPECT_EQ(measures.at("throughput").at("lower_value"), p.ci->low);
  EXPECT_EQ(measures.at("throughput").at("upper_value"), p.ci->high);
  EXPECT_EQ(measures.at("latency").at("value"), 180);
  EXPECT_EQ(measures.at("latency-p99").at("value"), 900);
  const json entry = github_of(run).at(0);
  EXPECT_EQ(entry.at("value"), *p.throughput);
  EXPECT_EQ(entry.at("unit"), "ops/s");
  EXPECT_EQ(std::string(entry.at("range")).substr(0, 3), "± ");
}

TEST(interchange, one_block_has_no_interval) {
  run_record run;
  run.points = {visit("a/b/c", 2, 0, {1e6})};
  const json throughput = bencher_of(run).at("a/b/c/threads:2").at("throughput");
  EXPECT_EQ(throughput.size(), 1U) << "a schema that wants numbers takes no null";
  EXPECT_FALSE(github_of(run).at(0).contains("range"));
  EXPECT_FALSE(bencher_of(run).at("a/b/c/threads:2").contains("latency")) << "none was sampled";
  EXPECT_NE(markdown_of(run).find("1.00 M ±?"), std::string::npos);
  EXPECT_EQ(results_of(benchfmt_of(run)).begin()->second.size(), 1U);
}

TEST(interchange, no_progress_is_a_zero_and_never_an_infinite_time) {
  run_record run;
  run.points = {visit("a/b/c", 2, 0, {0, 0}), visit("a/b/c", 2, 1, {0, 0})};
  const auto results = results_of(benchfmt_of(run));
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results.begin()->second[0], (std::vector<std::string>{"0", "0", "ops/s"}));
  EXPECT_EQ(bencher_of(run).at("a/b/c/threads:2").at("throughput").at("value"), 0);
  EXPECT_EQ(github_of(run).at(0).at("value"), 0);
  for (const std::string& text : {benchfmt_of(run), github_of(run).dump(), markdown_of(run)}) {
    EXPECT_EQ(text.find("inf"), text.npos) << text;
    EXPECT_EQ(text.find("nan"), text.npos) << text;
  }
}

TEST(interchange, survives_nothing) {
  const run_record run;
  EXPECT_TRUE(results_of(benchfmt_of(run)).empty());
  EXPECT_EQ(bencher_of(run), json::object());
  EXPECT_EQ(github_of(run), json::array());
  EXPECT_NE(junit_of(run).find("<testsuites name=\"contend\" tests=\"0\""), std::string::npos);
  EXPECT_NE(markdown_of(run).find("nothing was measured"), std::string::npos);
}

}  // namespace
}  // namespace contend
