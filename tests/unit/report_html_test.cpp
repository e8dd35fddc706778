#include "report_fixture.hpp"

#include <contend/analysis/findings.hpp>
#include <contend/report/escape.hpp>
#include <contend/report/gbench_json.hpp>
#include <contend/report/html.hpp>
#include <contend/report/results_json.hpp>
#include <contend/report/sha256.hpp>
#include <contend/report/style.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>

namespace contend {
namespace {

std::string page_of(const run_record& run) { return html_report(run, analyse(run)); }

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TEST(html, writes_the_sample_where_asked) {
  // For a look at it: CONTEND_SAMPLE=DIR unit_tests --gtest_filter=html.writes*
  const char* folder = std::getenv("CONTEND_SAMPLE");
  const run_record run = testing::sample_run();
  const findings found = analyse(run);
  const std::string page = html_report(run, found);
  EXPECT_GT(page.size(), 10000U);
  if (folder == nullptr) return;
  const auto write = [folder](const char* name, const std::string& text) {
    std::ofstream(std::string(folder) + "/" + name, std::ios::binary) << text;
  };
  write("report.html", page);
  write("results.json", results_json(run, found));
  write("gbench.json", gbench_json(run, analyse(run)));
}

TEST(html, is_the_same_for_the_same_run) {
  EXPECT_EQ(page_of(testing::sample_run()), page_of(testing::sample_run()));
}

TEST(html, asks_for_nothing_from_anywhere) {
  const std::string page = page_of(testing::sample_run());
  for (const char* word : {"http://", "https://", "//cdn", "@import", "url(//", "<link", "<img",
                           "<iframe", "src=", "fetch(", "XMLHttpRequest", "WebSocket"}) {
    EXPECT_EQ(page.find(word), std::string::npos) << word;
  }
}

TEST(html, policy_allows_its_own_style_and_script_only) {
  const std::string page = page_of(testing::sample_run());
  EXPECT_NE(page.find("default-src 'none'; style-src 'sha256-" + sha256_base64(page_style) +
                      "'; script-src 'sha256-" + sha256_base64(page_script) + "'"),
            std::string::npos);
  // What the digests are of is there exactly once, byte for byte; nothing else is inline.
  EXPECT_EQ(count(page, "<style>" + std::string(page_style) + "</style>"), 1U);
  EXPECT_EQ(count(page, "<script>" + std::string(page_script) + "</script>"), 1U);
  EXPECT_EQ(count(page, "<style"), 1U);
  EXPECT_EQ(count(page, "<script"), 1U);
  EXPECT_EQ(count(page, " style="), 0U);
  EXPECT_FALSE(std::regex_search(page, std::regex("<[^>]* on[a-z]+=")));
}

TEST(html, ids_are_unique_and_links_lead_somewhere) {
  const std::string page = page_of(testing::sample_run());
  std::set<std::string> ids;
  const std::regex id(" id=\"([^\"]*)\"");
  for (std::sregex_iterator i(page.begin(), page.end(), id), end; i != end; ++i) {
    EXPECT_TRUE(ids.insert((*i)[1]).second) << (*i)[1];
  }
  const std::regex link("href=\"#([^\"]*)\"");
  for (std::sregex_iterator i(page.begin(), page.end(), link), end; i != end; ++i) {
    EXPECT_TRUE(ids.contains((*i)[1])) << (*i)[1];
  }
}

TEST(html, escapes_every_text_of_the_run) {
  const std::string evil = "\"><script>alert('x')</script><b a='";
  run_record run;
  run.version = run.command = run.started = evil;
  run.machine[evil] = run.build[evil] = run.harness[evil] = evil;
  run.machine["cpu"] = evil;
  run.designs[evil] = run.designs["a/" + evil] = {evil, evil, evil, evil + "\n" + evil};
  run.preset = {{"name", evil}, {"title", evil}, {"source", evil}};
  const std::string evil_name = "\"><b a='";  // no slash: it would end there
  run.questions.ratios = {
      {.title = evil, .about = evil, .reference = "s", .rows = {{evil, "a/b", ""}}}};
  run.questions.crossings = {{.title = evil,
                              .about = evil,
                              .workload = "c/d",
                              .parameter = evil_name,
                              .subject = evil_name,
                              .rival = "rival",
                              .threads = 1}};
  for (const char* x : {"1", "2"}) {
    const std::string tail = std::string("/").append(evil_name).append(":").append(x);
    run.points.push_back(testing::visit("c/d/" + evil_name + tail, 1, 0, {1}));
    run.points.push_back(testing::visit("c/d/rival" + tail, 1, 0, {2}));
  }
  const std::string name = evil + "/" + evil + "/" + evil + "/" + evil + ":" + evil;
  run.cards["a/b"] = run.cards[evil] = evil + "\nfrees: " + evil + "\n" + evil;
  // Slashes inside the payload split it; one card per way the path may fall apart.
  const case_path parts = split_path(name);
  run.cards[parts.suite + "/" + parts.workload] = evil + "\nfrees: " + evil + "\n" + evil;
  run.cases = {
      {name, {1, 2}, std::nullopt}, {"a/b/" + evil, {}, evil}, {"a/b/s", {1, 2, 4}, std::nullopt}};
  for (const unsigned t : {1U, 2U}) {
    point_record p = testing::visit(name, t, 0, {100.0 * t});
    p.metrics[evil] = {evil, 3};
    p.series[evil] = {evil, {{0, 1}, {1, 2}}};
    run.points.push_back(p);
  }
  run.points.push_back(testing::visit("a/b/s", 1, 0, {5}));
  run.points.push_back(testing::visit("a/b/s", 2, 0, {}));
  run.points.back().status = "crashed: " + evil;
  const std::string page = page_of(run);
  EXPECT_EQ(count(page, "<script"), 1U);
  EXPECT_EQ(page.find("alert('x')"), std::string::npos);
  EXPECT_EQ(page.find("<b a="), std::string::npos);
  EXPECT_GT(count(page, "&lt;script&gt;alert(&#39;x&#39;)&lt;"), 5U);
}

TEST(html, escapes_what_is_no_text) {
  EXPECT_EQ(escaped("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&#39;");
  EXPECT_EQ(escaped("µ±\n"), "µ±\n");
  EXPECT_EQ(escaped(std::string_view("\0\x1b[", 3)), "\xef\xbf\xbd\xef\xbf\xbd[");
  EXPECT_EQ(escaped("\xc3"), "\xef\xbf\xbd");                  // cut off
  EXPECT_EQ(escaped("\xc0\xaf"), "\xef\xbf\xbd\xef\xbf\xbd");  // too long for a slash
  EXPECT_EQ(escaped("\xed\xa0\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");  // a surrogate
}

TEST(html, digest_is_sha256) {
  EXPECT_EQ(sha256_base64(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  EXPECT_EQ(sha256_base64("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  // Two blocks (FIPS 180-4's second example).
  EXPECT_EQ(sha256_base64("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE=");
}

TEST(html, a_bimodal_point_is_drawn_as_its_modes) {
  const std::string page = page_of(testing::sample_run());
  EXPECT_GT(count(page, "class=\"modes\""), 0U);
  EXPECT_GT(count(page, "mark hollow"), 0U);
  EXPECT_NE(page.find("two speeds"), std::string::npos);
}

TEST(html, failures_come_before_the_charts) {
  const std::string page = page_of(testing::sample_run());
  const std::size_t chart = page.find("<figure");
  for (const char* text :
       {"crashed: SIGSEGV (1 of 6 blocks)", "oracle: 1 204 of 3 000 000", "timeout",
        "not found: libcuckoo 0.3", "invalid: 60 % of windows discarded"}) {
    EXPECT_LT(page.find(text), chart) << text;
  }
}

TEST(html, answers_come_first) {
  const std::string page = page_of(testing::sample_run());
  const std::size_t ratios = page.find("<h2 id=\"ratio-1\">");
  const std::size_t crossings = page.find("<h2 id=\"crossings\">");
  ASSERT_NE(ratios, std::string::npos);
  ASSERT_NE(crossings, std::string::npos);
  EXPECT_LT(ratios, page.find("class=\"notice"));
  EXPECT_LT(page.find("<main>"), crossings);
  EXPECT_LT(crossings, page.find("class=\"plots\""));
  EXPECT_NE(page.find("href=\"#ratio-1\""), std::string::npos);
  EXPECT_NE(page.find("biased is ahead of atomic_count up to foreign 6"), std::string::npos);
  EXPECT_NE(page.find("class=\"here\""), std::string::npos) << "the crossing is marked";
  EXPECT_NE(page.find("16 threads, more than CPUs"), std::string::npos);
  EXPECT_NE(page.find("native: not run"), std::string::npos) << "why there is no ratio";
  const std::size_t why = page.find("<p class=\"aside\">n/a: ");
  ASSERT_NE(why, std::string::npos) << "the same without pointing";
  EXPECT_LT(page.find("native", why), page.find("</p>", why));
}

TEST(html, has_no_empty_answers) {
  run_record run = testing::sample_run();
  run.questions = {};
  const std::string page = page_of(run);
  EXPECT_EQ(page.find("<section class=\"answer\""), std::string::npos);
  EXPECT_EQ(page.find(">Answers<"), std::string::npos);
}

TEST(html, ranks_designs_and_says_negative_scaling) {
  const std::string page = page_of(testing::sample_run());
  EXPECT_NE(page.find("Ranking at 8 threads"), std::string::npos);
  EXPECT_GT(count(page, "negative scaling"), 3U);
  EXPECT_NE(page.find("<dt>Made to break</dt><dd>every count in one word</dd>"), std::string::npos);
}

TEST(html, draws_the_load_alone_as_a_reference) {
  const std::string page = page_of(testing::sample_run());
  EXPECT_EQ(count(page, "class=\"series ceiling c8\""), 1U) << "in the chart of throughputs only";
  EXPECT_EQ(count(page, ">load alone<title>"), 1U);
  EXPECT_EQ(count(page, "<path class=\"mark refused\""), 8U);
  EXPECT_NE(page.find("<small>refused</small>"), std::string::npos);
  EXPECT_NE(page.find("<th scope=\"col\">of ceiling</th>"), std::string::npos);
  EXPECT_NE(page.find("Load alone (tokens): the designs reach at most"), std::string::npos);
  EXPECT_NE(page.find("Its rate at 6 threads is not known: crashed: SIGBUS"), std::string::npos);
  EXPECT_LT(page.find("Refused: the load itself carries"), page.find("<figure"));
  run_record plain = testing::sample_run();
  plain.designs.clear();
  EXPECT_EQ(page_of(plain).find("of ceiling"), std::string::npos);
  EXPECT_EQ(page_of(plain).find("Load alone"), std::string::npos);
}

TEST(html, says_what_the_designs_are) {
  const std::string page = page_of(testing::sample_run());
  EXPECT_NE(page.find("<h2 id=\"designs\">"), std::string::npos);
  EXPECT_NE(page.find("32 B an object beside its value<br>Weak references: none"),
            std::string::npos);
  EXPECT_EQ(page_of(run_record{}).find("designs\""), std::string::npos);
}

TEST(html, draws_a_quantity_over_time_for_all_designs_of_a_load) {
  run_record run = testing::sample_run();
  std::string page = page_of(run);
  EXPECT_EQ(count(page, "class=\"times\""), 1U);
  EXPECT_NE(page.find("retained over time <tspan>8 threads, logarithmic</tspan>"),
            std::string::npos);
  EXPECT_NE(page.find("biased: at most 28.0 MiB, 4.00 KiB at the end"), std::string::npos);
  // What no number is, is not drawn; of nothing there is no chart.
  for (point_record& p : run.points) {
    for (auto& [name, s] : p.series) s.points.assign(3, {NAN, NAN});
  }
  page = page_of(run);
  EXPECT_EQ(count(page, "class=\"times\""), 0U);
  EXPECT_EQ(page.find("nan"), std::string::npos);
}

TEST(html, survives_runs_with_little_in_them) {
  run_record run;
  EXPECT_NE(page_of(run).find("</html>"), std::string::npos);
  run.cases = {{"a/b/c", {1}, std::nullopt}, {"d", {}, "why"}, {"", {2}, std::nullopt}};
  EXPECT_NE(page_of(run).find("</html>"), std::string::npos);
  run.points = {testing::visit("a/b/c", 1, 0, {0, 0}), testing::visit("a/b/c", 2, 0, {1}),
                testing::visit("a/b/e", 3, 0, {})};
  const std::string page = page_of(run);
  EXPECT_NE(page.find("</html>"), std::string::npos);
  EXPECT_EQ(page.find("nan"), std::string::npos);
}

}  // namespace
}  // namespace contend
