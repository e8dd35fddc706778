// A run's curves and their laws: what is one regime, and what the reports say of it.
#include "law_fixture.hpp"
#include "report_fixture.hpp"

#include <contend/analysis/findings.hpp>
#include <contend/report/html.hpp>
#include <contend/report/law_text.hpp>
#include <contend/report/results_json.hpp>
#include <contend/report/table.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>

namespace contend {
namespace {

using nlohmann::json;
using testing::law_run;
using testing::visit;

const curve_law& of(const findings& found, const std::string& subject) {
  const auto at = std::find_if(found.laws.begin(), found.laws.end(),
                               [&](const curve_law& l) { return l.subject == subject; });
  return at == found.laws.end() ? found.laws.front() : *at;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TEST(curve_law, each_curve_gets_the_law_that_made_it) {
  const findings found = analyse(law_run());
  const auto name = [&](const char* subject) { return law_name(of(found, subject)); };
  EXPECT_EQ(name("private"), "linear");
  EXPECT_EQ(name("serial"), "Amdahl");
  EXPECT_EQ(name("coherent"), "USL");
  EXPECT_EQ(name("bandwidth"), "roofline");
  EXPECT_EQ(name("lock"), "hand-off");
  EXPECT_EQ(name("hot_line"), "hand-off");
  EXPECT_EQ(name("two_sockets"), "");
  EXPECT_EQ(name("cache"), "");
  EXPECT_EQ(name("few"), "");
  EXPECT_EQ(name("scaled"), "Gustafson");
}

TEST(curve_law, is_cut_where_the_topology_changes) {
  run_record run = law_run();
  const findings found = analyse(run);
  for (const curve_law& l : found.laws) {
    EXPECT_EQ(l.regime_end, 16U);
    EXPECT_LE(l.data.threads.back(), 16) << "an oversubscribed point is mixed in";
    EXPECT_FALSE(l.cut);
  }
  // Two sockets of eight: up to eight threads it is a straight line.
  run.edges = {8, 16};
  const findings cut = analyse(run);
  const curve_law& l = of(cut, "two_sockets");
  EXPECT_EQ(law_name(l), "linear");
  EXPECT_TRUE(l.cut);
  EXPECT_EQ(law_beside(l), "of at most 8 threads, where the topology changes");
  EXPECT_EQ(l.data.threads, (std::vector<double>{1, 2, 3, 4, 6, 8}));
  // Four cores: three thread counts less are too few.
  run.edges = {4, 16};
  EXPECT_EQ(of(analyse(run), "private").choice.refused,
            "4 of the 5 thread counts that a law needs");
}

TEST(curve_law, counts_complete_blocks_and_refuses_two_speeds) {
  run_record run = law_run();
  for (point_record& p : run.points) {
    if (p.name == "control/laws/private" && p.threads == 4 && p.block >= 2) {
      p.status = "invalid: run delay";
      for (window_record& w : p.windows) w.discarded.clear();
    }
    if (p.name != "control/laws/serial" || p.threads != 6) continue;
    // Half of the windows at a third of the speed.
    const auto whole = p.windows;
    for (window_record w : whole) {
      w.succeeded /= 3;
      p.windows.push_back(w);
    }
  }
  const findings found = analyse(run);
  EXPECT_EQ(of(found, "private").choice.refused, "2 of the 3 blocks that a law needs");
  EXPECT_EQ(of(found, "serial").choice.refused, "two speeds at 6 threads");
}

TEST(curve_law, leaves_out_ceilings_skipped_cases_and_what_was_not_timed) {
  run_record run = law_run();
  run.cases.push_back({"control/laws/absent", {}, "not found"});
  run.cases.push_back({"control/laws/later", {1, 2}, std::nullopt});
  run.designs["control/private"] = {"nothing", "wait-free", "these tests", "", true};
  for (const curve_law& l : analyse(run).laws) {
    EXPECT_TRUE(l.subject != "absent" && l.subject != "later" && l.subject != "private");
  }
}

TEST(curve_law, survives_a_run_with_nothing_or_one_of_everything) {
  EXPECT_TRUE(analyse({}).laws.empty());
  run_record run;
  run.allowed_cpus = 8;
  run.points.push_back(visit("a/b/c", 1, 0, {5}));
  EXPECT_EQ(analyse(run, 4).laws.at(0).choice.refused, "1 of the 5 thread counts that a law needs");
  for (const unsigned n : {2U, 3U, 4U, 5U}) run.points.push_back(visit("a/b/c", n, 0, {5}));
  EXPECT_EQ(analyse(run).laws.at(0).choice.refused, "1 of the 3 blocks that a law needs");
  run.points.clear();
  for (const unsigned block : {0U, 1U, 2U, 3U}) {
    for (const unsigned n : {1U, 2U, 3U, 4U, 5U}) {
      run.points.push_back(visit("a/b/c", n, block, {n == 3 ? 0.0 : 5.0}));
    }
  }
  EXPECT_EQ(analyse(run).laws.at(0).choice.refused, "no progress at 3 threads");
  EXPECT_NE(summary_table(run, analyse(run, 9), false).find("no progress"), std::string::npos);
}

TEST(law_text, says_what_each_law_says) {
  const findings found = analyse(law_run());
  const auto words = [&](const char* subject) { return law_in_words(of(found, subject)); };
  const auto has = [](const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
  };
  EXPECT_TRUE(has(words("private"), "every thread adds as much as the first; at most 0."))
      << words("private");
  EXPECT_TRUE(has(words("serial"), " serial; at most 0.")) << words("serial");
  EXPECT_TRUE(has(words("serial"), "; still gaining at 16 threads")) << words("serial");
  EXPECT_TRUE(has(words("coherent"), " pairwise coherence; no more gain past 1"))
      << words("coherent");
  EXPECT_TRUE(has(words("coherent"), " threads, 95 % 1")) << words("coherent");
  EXPECT_TRUE(has(words("bandwidth"), "up to a ceiling of ")) << words("bandwidth");
  EXPECT_TRUE(has(words("bandwidth"), "; no more gain past 5 threads, 95 % 5 to 5"))
      << words("bandwidth");
  EXPECT_TRUE(has(words("lock"), "one server for all: ")) << words("lock");
  EXPECT_TRUE(has(words("hot_line"), "no more than one thread")) << words("hot_line");
  EXPECT_TRUE(has(words("two_sockets"), "no law: no law fits; of the nearest, "))
      << words("two_sockets");
  EXPECT_TRUE(has(words("cache"), "no law: superlinear: ")) << words("cache");
  EXPECT_TRUE(has(words("scaled"), "the work grows with the threads but for ")) << words("scaled");
}

TEST(law_text, carries_no_law_further_unless_asked) {
  run_record run = law_run();
  run.edges = {};
  run.allowed_cpus = 64;
  for (point_record& p : run.points) p.oversubscribed = false;
  std::erase_if(run.points, [](const point_record& p) { return p.threads > 16; });
  EXPECT_EQ(law_asked(of(analyse(run), "serial")), "");
  EXPECT_NE(
      law_asked(of(analyse(run, 24), "serial")).find("at 24 threads, by the model, not measured: "),
      std::string::npos);
  EXPECT_NE(law_asked(of(analyse(run, 10), "serial")).find("within what was measured"),
            std::string::npos);
  EXPECT_EQ(law_asked(of(analyse(run, 40), "serial")),
            "at 40 threads: no answer, more than twice the threads measured");
  EXPECT_EQ(law_asked(of(analyse(run, 24), "cache")), "at 24 threads: no answer, no law");
  run.edges = {16};
  EXPECT_EQ(law_asked(of(analyse(run, 24), "serial")),
            "at 24 threads: no answer, the topology changes past 16 threads");
}

TEST(law_report, the_table_names_laws_and_groups_reasons) {
  const std::string text = summary_table(law_run(), analyse(law_run()), false, 120);
  EXPECT_NE(text.find("\nlaws  "), std::string::npos);
  EXPECT_NE(text.find("    bandwidth: every thread adds"), std::string::npos);
  EXPECT_NE(text.find("  none for control/none few: 3 of the 5 thread counts"), std::string::npos);
  run_record sample = testing::sample_run();
  const std::string none = summary_table(sample, analyse(sample), false, 120);
  EXPECT_NE(none.find(" more: 4 of the 5 thread counts that a law needs"), std::string::npos);
}

TEST(law_report, says_where_scatter_comes_from) {
  const findings found = analyse(law_run());
  ASSERT_TRUE(found.scatter);
  // The fixture's windows differ by 0.2 %, its visits by 1.5 % and the block's 2 %.
  EXPECT_NEAR(std::sqrt(found.scatter->between_visits), 0.025, 0.005);
  EXPECT_NEAR(std::sqrt(found.scatter->between_windows), 0.002, 0.0005);
  const std::string text = summary_table(law_run(), found, false, 200);
  EXPECT_NE(text.find("  visits to a point differ by 2."), std::string::npos) << text;
  EXPECT_NE(text.find("3 were kept; with these ±1 % takes "), std::string::npos) << text;
  EXPECT_EQ(summary_table({}, analyse({}), false).find("scatter"), std::string::npos);
  EXPECT_TRUE(json::parse(results_json({}, analyse({}))).at("scatter").is_null());
}

TEST(law_report, json_has_every_law_that_was_held) {
  const json all = json::parse(results_json(law_run(), analyse(law_run())));
  EXPECT_EQ(all.at("scatter").at("windows_a_visit"), 3);
  ASSERT_EQ(all.at("laws").size(), 10U);
  for (const json& l : all.at("laws")) {
    const bool none = l.at("law").is_null();
    EXPECT_EQ(none, !l.at("refused").get<std::string>().empty()) << l.dump(1);
    EXPECT_TRUE(l.at("extrapolation").is_null());
    if (l.at("subject") != "coherent") continue;
    EXPECT_EQ(l.at("law"), "usl");
    EXPECT_EQ(l.at("held").size(), 5U);
    EXPECT_EQ(l.at("blocks"), 8);
    for (const json& h : l.at("held")) {
      if (h.at("law") != "usl") continue;
      EXPECT_NEAR(h.at("second").at("value").get<double>(), 0.006, 0.001);
      EXPECT_EQ(h.at("refused"), "");
    }
  }
}

TEST(law_report, the_page_draws_a_law_within_what_was_measured) {
  run_record run = law_run();
  const std::string page = html_report(run, analyse(run));
  // Seven curves with a law, in two charts each.
  EXPECT_EQ(count(page, "<path class=\"law\""), 14U);
  EXPECT_EQ(count(page, "class=\"law beyond\""), 0U);
  EXPECT_NE(page.find("Scaling laws, drawn thin"), std::string::npos);
  run.edges = {32};
  run.allowed_cpus = 32;
  std::erase_if(run.points, [](const point_record& p) { return p.threads > 16; });
  const std::string further = html_report(run, analyse(run, 24));
  EXPECT_GE(count(further, "class=\"law beyond\""), 14U);
  EXPECT_NE(further.find("by the model, not measured"), std::string::npos);
  // For people and for the tests of the page in a browser.
  if (const char* to = std::getenv("CONTEND_LAWS")) {
    std::ofstream(to + std::string("/laws.html")) << page;
    std::ofstream(to + std::string("/further.html")) << further;
    std::ofstream(to + std::string("/laws.json")) << results_json(run, analyse(run, 24));
    std::ofstream(to + std::string("/laws.txt"))
        << summary_table(law_run(), analyse(law_run()), false, 120);
  }
}

TEST(law_report, a_page_without_laws_says_so_once_a_load) {
  const run_record sample = testing::sample_run();
  const std::string page = html_report(sample, analyse(sample));
  EXPECT_EQ(count(page, "class=\"law\""), 0U);
  EXPECT_GE(count(page, "No scaling law: 4 of the 5 thread counts that a law needs."), 5U);
}

}  // namespace
}  // namespace contend
