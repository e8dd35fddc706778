// A comparison as text, as a comment on a pull request and as JUnit XML: the same verdicts in each.
#include "planted_pairs.hpp"

#include <contend/analysis/comparison.hpp>
#include <contend/report/comparison_html.hpp>
#include <contend/report/comparison_junit.hpp>
#include <contend/report/comparison_markdown.hpp>
#include <contend/report/comparison_text.hpp>
#include <contend/report/comparison_words.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace contend {
namespace {

/// One curve of each verdict, made up.
std::vector<curve_comparison> one_of_each() {
  std::vector<curve_comparison> all;
  for (const verdict v : {verdict::same, verdict::invalid, verdict::inconclusive, verdict::faster,
                          verdict::slower, verdict::broken}) {
    curve_comparison c;
    c.name = std::string("suite/load/") + to_string(v) + "/<x|y>";
    c.is = v;
    c.blocks = 12;
    point_comparison p;
    p.threads = 2;
    p.is = v;
    p.p = 0.0031;
    p.change.blocks = v == verdict::broken || v == verdict::invalid ? 0 : 12;
    p.change.at.value = v == verdict::slower ? std::log(0.9) : std::log(1.01);
    p.change.ci = interval{p.change.at.value - 0.01, p.change.at.value + 0.01};
    if (v == verdict::broken) p.why = "oracle: 3 < 4";
    if (v == verdict::inconclusive) p.why = "too few blocks";
    if (v == verdict::invalid) p.why = "40 % of windows discarded";
    if (v == verdict::same) p.detectable = 0.02;
    point_comparison other = p;
    other.threads = 4;
    other.change.at.value /= 2;
    other.detectable = 0.01;
    if (v != verdict::broken) c.points.push_back(other);
    c.points.push_back(p);
    c.confirmed = v == verdict::slower;
    all.push_back(c);
  }
  return all;
}

const std::map<std::string, std::string> left_out{{"suite/load/gone", "not in the candidate"},
                                                  {"suite/load/lost", "not in the candidate"}};

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(comparison_formats, count_the_same_verdicts) {
  const auto curves = one_of_each();
  const std::string counts =
      "6 curves: 1 broken, 1 slower, 1 faster, 1 inconclusive, 1 invalid, 1 same";
  EXPECT_EQ(count_verdicts(curves), counts);
  for (const std::string& text :
       {comparison_text(curves, left_out, {}, {}), comparison_markdown("", curves, left_out, {}),
        comparison_html("", curves, left_out, {}), comparison_junit("", curves, left_out, {})}) {
    EXPECT_NE(text.find(counts), text.npos) << text;
    EXPECT_NE(text.find("margin 3.0 %"), text.npos) << text;
  }
}

TEST(comparison_formats, markdown_has_a_row_a_curve_the_worst_first) {
  const std::string text = comparison_markdown("base x\n", one_of_each(), left_out, {});
  EXPECT_NE(text.find("\n    base x\n"), text.npos);
  const std::string rows =
      "| verdict | curve | change | at | |\n|---|---|---:|---|---|\n"
      "| **broken** | `suite/load/broken/<x\\|y>` |  | 2 threads | `oracle: 3 < 4` |\n"
      "| **slower**, confirmed | `suite/load/slower/<x\\|y>` | -10.0 % [-10.9, -9.1] | 2 threads | "
      " "
      "|\n"
      "| faster | `suite/load/faster/<x\\|y>` | +1.0 % [-0.0, +2.0] | 2 threads |  |\n";
  EXPECT_NE(text.find(rows), text.npos) << text;
  EXPECT_GT(text.find("suite/load/same"), text.find("<details>"));
  EXPECT_NE(text.find("a slow-down of 2.0 % would have been found 9 times in 10 |\n\n</details>"),
            text.npos)
      << text;
  EXPECT_NE(text.find("- `suite/load/gone` and 1 more: `not in the candidate`"), text.npos);
}

TEST(comparison_formats, markdown_fits_a_comment) {
  std::vector<curve_comparison> many;
  for (int i = 0; i < 1500; ++i) {
    for (const curve_comparison& c : one_of_each()) many.push_back(c);
  }
  const std::string text = comparison_markdown("", many, {}, {});
  EXPECT_LT(text.size(), 65'536U);
  EXPECT_NE(text.find(" more curves are not shown"), text.npos);
  EXPECT_NE(text.find("9000 curves: 1500 broken"), text.npos);
}

TEST(comparison_formats, junit_fails_what_is_slower_or_broken_and_nothing_else) {
  const std::string xml = comparison_junit("base <x>\n", one_of_each(), left_out, {});
  EXPECT_NE(xml.find("tests=\"8\" failures=\"2\" errors=\"0\""), xml.npos) << xml;
  EXPECT_EQ(count_of(xml, "<failure "), 2U);
  EXPECT_EQ(count_of(xml, "<skipped "), 4U);
  for (const char* part :
       {"name=\"suite/load/broken/&lt;x|y&gt;\"",
        "<failure type=\"broken\" message=\"broken: 2 threads, oracle: 3 &lt; 4\">",
        "<failure type=\"slower\" message=\"slower: 2 threads, -10.0 % [-10.9, -9.1]\">",
        "<skipped type=\"inconclusive\"", "<skipped type=\"invalid\"",
        "<skipped type=\"not compared\" message=\"not compared: not in the candidate\"/>",
        "<system-out>base &lt;x&gt;\n6 curves"}) {
    EXPECT_NE(xml.find(part), xml.npos) << part << "\n" << xml;
  }
}

TEST(comparison_formats, a_page_has_a_row_a_point_and_the_worst_first) {
  const std::string page = comparison_html("base <x>\n", one_of_each(), left_out, {});
  EXPECT_NE(page.find("base &lt;x&gt;\n"), page.npos);
  EXPECT_EQ(page.find("<x|y>"), page.npos) << "a foreign name is escaped";
  for (const char* part : {"<li class=\"bad\"><b>1</b>curve slower</li>", "slower, confirmed",
                           "oracle: 3 &lt; 4", "-10.0 % <small>[-10.9, -9.1]</small>",
                           "and 1 more: not in the candidate", "margin 3.0 %"}) {
    EXPECT_NE(page.find(part), page.npos) << part;
  }
  // Eleven points; three of them, broken or invalid, have no change to draw.
  EXPECT_EQ(count_of(page, "<tr class="), 11U);
  EXPECT_EQ(count_of(page, "class=\"mark\""), 8U);
  EXPECT_EQ(count_of(page, "class=\"whisker\""), 8U);
  EXPECT_LT(page.find("suite/load/broken"), page.find("suite/load/slower"));
  EXPECT_GT(page.find("suite/load/same"), page.find("<details"));
  EXPECT_EQ(count_of(page, "<details class=\"all\">"), 1U) << "there is something else to look at";
}

TEST(comparison_formats, a_page_draws_what_is_cut_off_as_an_arrow) {
  auto curves = one_of_each();
  curves.resize(1);
  for (point_comparison& p : curves[0].points) p.change.ci = interval{-3, 0.01};
  const std::string page = comparison_html("", curves, {}, {});
  EXPECT_EQ(count_of(page, "class=\"arrow\""), 2U);
  EXPECT_EQ(count_of(page, "<details class=\"all\" open>"), 1U);
}

TEST(comparison_formats, a_page_of_nothing_is_a_page) {
  const std::string page = comparison_html("", {}, {}, {});
  EXPECT_EQ(page.find("nan"), page.npos);
  EXPECT_NE(page.find("</html>"), page.npos);
}

TEST(comparison_formats, a_planted_slow_down_fails_its_case) {
  const auto planted = [](unsigned index, unsigned) { return index == 1 ? 0.8 : 1.0; };
  const auto curves = compare_pairs(testing::planted_pair(5, 30, {.visit = 0.005}, planted), {});
  const std::string xml = comparison_junit("", curves, {}, {});
  EXPECT_EQ(count_of(xml, "<failure "), 1U) << xml;
  EXPECT_EQ(count_of(comparison_markdown("", curves, {}, {}), "| **slower** |"), 1U);
}

TEST(comparison_words, a_verdict_that_no_point_has_has_no_telling_point) {
  curve_comparison c = one_of_each()[4];
  EXPECT_EQ(telling_point(c)->threads, 2U) << "that one changed most";
  c.is = verdict::inconclusive;
  EXPECT_EQ(telling_point(c), nullptr);
  EXPECT_NE(comparison_markdown("", {c}, {}, {}).find("| inconclusive, confirmed |"),
            std::string::npos);
}

}  // namespace
}  // namespace contend
