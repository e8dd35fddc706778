// JUnit XML and Markdown: what people read in a CI service, whatever the names are.
#include "report_fixture.hpp"

#include <contend/analysis/findings.hpp>
#include <contend/report/junit_run.hpp>
#include <contend/report/markdown_run.hpp>
#include <contend/report/markdown_text.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace contend {
namespace {

using testing::visit;
using testing::without_numbers;

std::string junit_of(const run_record& run) { return junit_run(run, analyse(run)); }
std::string markdown_of(const run_record& run) { return markdown_run(run, analyse(run)); }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

/// What keeps a document from being well-formed; empty if nothing does.
std::string flaw_of(const std::string& xml) {
  std::vector<std::string> open;
  for (std::size_t at = 0; at < xml.size();) {
    const char c = xml[at];
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t')
      return "a control character";
    if (c == '&') {
      const std::string entity = xml.substr(at, xml.find(';', at) - at + 1);
      static const std::vector<std::string> known{"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
      if (std::find(known.begin(), known.end(), entity) == known.end()) return "a bare &";
    }
    if (c != '<') {
      ++at;
      continue;
    }
    const std::size_t end = xml.find('>', at);
    const std::string tag = xml.substr(at + 1, end - at - 1);
    at = end + 1;
    if (tag.find('<') != tag.npos) return "a < in " + tag;
    if (count_of(tag, "\"") % 2 != 0) return "an odd quote in " + tag;
    if (tag[0] == '?' || tag.ends_with('/')) continue;
    if (tag[0] != '/') {
      open.push_back(tag.substr(0, tag.find(' ')));
    } else if (open.empty() || "/" + open.back() != tag) {
      return "an unexpected " + tag;
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back() + " is open";
}

const std::string hostile = "<&\"'\x01\x1b\x7f\xff\xef\xbf\xbf]]>|`@me*_";

TEST(junit, is_well_formed_whatever_the_names_are) {
  EXPECT_NE(flaw_of("<a b=\"\"\"/>"), "");  // the check itself can fail
  EXPECT_NE(flaw_of("<a>&b</a>"), "");
  EXPECT_NE(flaw_of("<a><b></a>"), "");
  run_record run = without_numbers();
  run.command = hostile;
  run.machine["cpu_model"] = hostile;
  run.cases.push_back({"s/w/x" + hostile, {}, hostile});
  run.points.push_back(visit("s" + hostile + "/w/" + hostile, 1, 0, {1e6}));
  run.points.push_back(run.points.back());
  run.points.back().threads = 2;
  run.points.back().status = "oracle: " + hostile;
  const std::string xml = junit_of(run);
  EXPECT_EQ(flaw_of(xml), "") << xml;
  EXPECT_EQ(xml.find("\xef\xbf\xbf"), xml.npos) << "XML 1.0 has no U+FFFF";
  EXPECT_NE(xml.find("]]&gt;"), xml.npos);
  EXPECT_EQ(flaw_of(junit_of(testing::sample_run())), "");
}

TEST(junit, tells_faults_from_what_could_not_be_measured) {
  const std::string xml = junit_of(without_numbers());
  EXPECT_NE(xml.find("<testsuites name=\"contend\" tests=\"10\" failures=\"4\" errors=\"0\""),
            xml.npos)
      << xml;
  EXPECT_EQ(count_of(xml, "<failure "), 4U);
  EXPECT_EQ(count_of(xml, "<skipped "), 5U);
  for (const char* part :
       {"name=\"wrong/threads:2\"",
        "<failure type=\"oracle\" message=\"oracle: 3 of 4 are missing (1 of 2 blocks)\">block 0, "
        "seed 77: oracle: 3 of 4 are missing\n</failure>",
        "<failure type=\"crashed\" message=\"crashed: SIGSEGV (1 of 2 blocks)\">",
        "<failure type=\"timeout\"", "<failure type=\"oom\" message=\"oom (1 of 2 blocks)\"",
        "<skipped type=\"invalid\" message=\"invalid: no window was kept\">",
        "<skipped type=\"invalid\" message=\"invalid: 33 % of windows discarded\"/>",
        "<skipped type=\"refused\"", "message=\"not run\"/>",
        "message=\"not found: &lt;absent&gt;\"/>"}) {
    EXPECT_NE(xml.find(part), xml.npos) << part << "\n" << xml;
  }
}

TEST(junit, times_are_those_of_the_processes) {
  run_record run;
  run.started = "2026-01-15T09:30:00Z";
  run.points = {visit("a/b/c", 1, 0, {1}), visit("a/b/c", 1, 1, {1})};
  for (point_record& p : run.points) p.process_seconds = 0.25;
  const std::string xml = junit_of(run);
  EXPECT_NE(xml.find("<testcase classname=\"a.b\" name=\"c/threads:1\" time=\"0.500\">"), xml.npos)
      << xml;
  EXPECT_NE(xml.find("timestamp=\"2026-01-15T09:30:00\""), xml.npos);
}

TEST(markdown, names_make_no_markup) {
  EXPECT_EQ(code_span("a`b\n|"), "`a'b |`");
  EXPECT_EQ(code_cell("a`b\n|"), "`a'b \\|`");
  EXPECT_EQ(code_span(""), "");
  EXPECT_EQ(code_block("a\n```\nb"), "    a\n    ```\n    b\n");
  run_record run = without_numbers();
  run.machine["cpu_model"] = hostile;
  run.points.push_back(visit("s/w/" + hostile, 1, 0, {1e6}));
  run.points[0].status = "oracle: " + hostile;
  for (std::string line : lines_of(markdown_of(run))) {
    if (line.find("@me") == line.npos) continue;
    EXPECT_EQ(count_of(line, "`") % 2, 0U) << line;
    EXPECT_EQ(line.find('\x1b'), line.npos) << line;
    // What is left outside the code spans is our own.
    for (std::size_t open; (open = line.find('`')) != line.npos;) {
      line.erase(open, line.find('`', open + 1) - open + 1);
    }
    EXPECT_EQ(line.find_first_of("<@_"), line.npos) << line;
  }
}

TEST(markdown, has_a_row_a_curve_and_a_column_a_thread_count) {
  run_record run;
  run.allowed_cpus = 2;
  run.points = {visit("a/b/x", 1, 0, {1e6}), visit("a/c/x", 1, 0, {1e6}),
                visit("a/b/y", 4, 0, {2e6})};
  const std::string text = markdown_of(run);
  EXPECT_NE(text.find("| operations a second, by threads | 1 | 4 (over) |\n|---|---:|---:|\n"
                      "| `a/b/x` | 1.00 M ±? |  |\n| `a/b/y` |  | 2.00 M ±? |\n| `a/c/x` |"),
            text.npos)
      << text;
  const std::string sample = markdown_of(testing::sample_run());
  EXPECT_NE(sample.find(" or "), sample.npos) << "two speeds, no average";
  EXPECT_NE(sample.find("crashed: SIGSEGV (1 of 6 blocks)"), sample.npos);
}

TEST(markdown, fits_a_comment) {
  run_record run;
  for (int i = 0; i < 3000; ++i) {
    run.points.push_back(visit("suite/workload/subject_" + std::to_string(i), 1, 0, {1e6}));
    if (i % 2 == 0) run.points.back().status = "oracle: " + std::string(500, 'x');
  }
  const std::string text = markdown_of(run);
  EXPECT_LT(text.size(), 65'536U);
  EXPECT_NE(text.find(" more curves are in the report"), text.npos);
  EXPECT_NE(text.find("- and 1490 more"), text.npos);
}

}  // namespace
}  // namespace contend
