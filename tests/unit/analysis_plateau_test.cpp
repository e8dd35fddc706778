// From where on a parameter makes no difference, on made-up blocks with a known step.
#include "report_fixture.hpp"

#include <contend/analysis/findings.hpp>
#include <contend/analysis/plateau.hpp>
#include <contend/report/answer_text.hpp>
#include <contend/report/html_answers.hpp>
#include <contend/report/question_json.hpp>
#include <contend/report/results_json.hpp>
#include <contend/report/table_answers.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <random>

namespace contend {
namespace {

using testing::visit;

const std::vector<double> pitches{8, 16, 32, 64, 128, 256};

/// Blocks of the same ratios to the largest value, give or take; none at the largest itself.
log_ratios blocks_of(const std::vector<double>& ratios, const std::vector<double>& offsets) {
  log_ratios data{pitches, {}};
  for (const double o : offsets) {
    auto& block = data.blocks.emplace_back();
    for (const double r : ratios) block.push_back(std::log(r) + o);
    block.push_back(0);
  }
  return data;
}

const std::vector<double> still{0.01, 0, -0.01};

TEST(plateau, begins_at_the_first_level_value) {
  const auto a = find_plateau(blocks_of({0.2, 0.2, 0.3, 0.98, 1.01}, still), 0.2);
  EXPECT_EQ(a.kind, plateau_kind::begins);
  EXPECT_EQ(a.low, 64);
  EXPECT_EQ(a.high, 64);
}

TEST(plateau, begins_within_a_range_where_a_value_is_in_doubt) {
  const auto a = find_plateau(blocks_of({0.2, 0.2, 0.3, 0.8, 1.01}, still), 0.2);
  EXPECT_EQ(a.kind, plateau_kind::begins);
  EXPECT_EQ(a.low, 64);
  EXPECT_EQ(a.high, 128);
  const auto first = find_plateau(blocks_of({0.8, 1, 1, 1, 1}, still), 0.2);
  EXPECT_EQ(first.low, 8);
  EXPECT_EQ(first.high, 16);
}

TEST(plateau, is_everywhere_or_beyond) {
  EXPECT_EQ(find_plateau(blocks_of({0.9, 1, 1, 0.95, 1}, still), 0.2).kind,
            plateau_kind::everywhere);
  const auto a = find_plateau(blocks_of({0.1, 0.1, 0.2, 0.3, 0.5}, still), 0.2);
  EXPECT_EQ(a.kind, plateau_kind::beyond);
  EXPECT_EQ(a.low, 256);
}

TEST(plateau, is_undecided_where_nothing_is_certain) {
  const auto noisy = find_plateau(blocks_of({0.6, 0.7, 0.8, 0.9, 1}, {0.9, -0.9, 0.2}), 0.2);
  EXPECT_EQ(noisy.kind, plateau_kind::undecided);
  EXPECT_FALSE(noisy.low);
  EXPECT_FALSE(noisy.why.empty());
  EXPECT_NE(find_plateau(blocks_of({0.1, 1, 1, 1, 1}, {0}), 0.2).why.find("one block"),
            std::string::npos);
  EXPECT_EQ(find_plateau({pitches, {}}, 0.2).kind, plateau_kind::undecided);
  EXPECT_EQ(find_plateau({{8}, {{0}, {0}}}, 0.2).kind, plateau_kind::undecided);
}

TEST(plateau, a_rate_that_falls_again_is_no_step) {
  // Level, then not, then level: only the last step is one.
  const auto a = find_plateau(blocks_of({0.2, 1, 0.3, 1, 1}, still), 0.2);
  EXPECT_EQ(a.low, 16);
  EXPECT_EQ(a.high, 64);
}

/// How often the range holds the truth, with a value that is as hard to judge as can be.
TEST(plateau, range_holds_the_truth_as_often_as_it_says) {
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal;
  for (const double hard : {0.80001, 0.79999}) {
    const double truth = hard > 0.8 ? 32 : 64;
    for (const int blocks : {3, 5, 8}) {
      int held = 0;
      for (int run = 0; run < 1000; ++run) {
        log_ratios data{pitches, {}};
        for (int b = 0; b < blocks; ++b) {
          auto& block = data.blocks.emplace_back();
          for (const double r : {0.2, 0.2, hard, 0.95, 1.0}) {
            block.push_back(std::log(r) + 0.05 * normal(random));
          }
          block.push_back(0);
        }
        const auto a = find_plateau(data, 0.2);
        held += a.kind == plateau_kind::undecided || (*a.low <= truth && truth <= *a.high) ? 1 : 0;
      }
      EXPECT_GT(held, 940) << blocks << " blocks, " << hard;
    }
  }
}

run_record pitch_run() {
  run_record run;
  run.allowed_cpus = 2;
  run.questions.plateaus = {{.title = "Cache <line>",
                             .about = "a",
                             .workload = "s/pitch",
                             .parameter = "pitch",
                             .unit = "bytes",
                             .threads = 2,
                             .within = 0.2}};
  for (unsigned b = 0; b < 3; ++b) {
    for (const double p : pitches) {
      const std::string tail = "/pitch:" + std::to_string(static_cast<int>(p));
      const double whole = 1e6 * (1 + 0.1 * b);  // of the block: it cancels
      run.points.push_back(visit("s/pitch/add" + tail, 2, b, {whole * (p < 64 ? 0.3 : 1)}));
      run.points.push_back(visit("s/pitch/store" + tail, 2, b, {whole}));
    }
  }
  run.points.push_back(visit("s/pitch/lone/pitch:8", 2, 0, {1e6}));
  return run;
}

TEST(plateau, is_answered_for_each_subject) {
  const findings found = analyse(pitch_run());
  ASSERT_EQ(found.plateaus.size(), 2u) << "one value is no curve";
  const auto& add = found.plateaus[0];
  EXPECT_EQ(add.subject, "add");
  EXPECT_EQ(add.low, 64);
  ASSERT_EQ(add.points.size(), 6u);
  EXPECT_NEAR(add.points[0].ratio.ratio.value, 0.3, 1e-9);
  EXPECT_EQ(add.points[5].ratio.ratio.value, 1);
  EXPECT_EQ(add.points[0].ratio.blocks, 3u);
  EXPECT_EQ(found.plateaus[1].kind, plateau_kind::everywhere);
}

TEST(plateau, is_said_in_the_table_on_the_page_and_in_the_file) {
  const run_record run = pitch_run();
  const findings found = analyse(run);
  EXPECT_EQ(verdict_of(found.plateaus[0]),
            "64 bytes (from there on within 20 % of the rate at 256; at 32 it is 0.30× of that, "
            "0.30× to 0.30×)");
  EXPECT_EQ(verdict_of(found.plateaus[1]),
            "no step: at every pitch from 8 bytes on within 20 % of the rate at 256");

  const std::string table = table_of_answers(found, palette{}, 1000);
  EXPECT_NE(table.find("Cache <line> (s/pitch at 2 threads), add: 64 bytes"), std::string::npos)
      << table;

  const std::string page = html_plateaus(found);
  EXPECT_NE(page.find("Cache &lt;line&gt;"), std::string::npos);
  EXPECT_NE(page.find("add: 64 bytes"), std::string::npos);
  EXPECT_NE(page.find("id=\"plateau-1-chart-t\""), std::string::npos);
  EXPECT_EQ(page.find("id=\"plateau-2"), std::string::npos) << "one chart for both subjects";
  EXPECT_NE(html_answer_links(found).find("#plateaus"), std::string::npos);
  EXPECT_TRUE(html_plateaus({}).empty());

  const auto all = nlohmann::json::parse(results_json(run, found));
  const auto& one = all.at("plateaus").at(0);
  EXPECT_EQ(one.at("kind"), "begins");
  EXPECT_EQ(one.at("low"), 64);
  EXPECT_EQ(one.at("points").size(), 6u);

  const question_record back = questions_from(to_json(run.questions), "q");
  ASSERT_EQ(back.plateaus.size(), 1u);
  EXPECT_EQ(back.plateaus[0].title, "Cache <line>");
  EXPECT_EQ(back.plateaus[0].within, 0.2);
}

}  // namespace
}  // namespace contend
