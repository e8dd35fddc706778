// A load's own numbers along a parameter: found, put in order, and shown.
#include <contend/analysis/findings.hpp>
#include <contend/report/html.hpp>
#include <contend/report/question_json.hpp>
#include <contend/report/table.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace contend {
namespace {

trend_question tail() {
  return {.title = "How the tail grows",
          .about = "From <closed> on.",
          .workload = "scenes/server",
          .parameter = "arrivals",
          .metrics = {"latency_p999", "backlog", "never_told"}};
}

/// A run of three blocks: p99.9 is as many microseconds as the arrivals are per cent.
run_record sample() {
  run_record run;
  run.allowed_cpus = 2;
  run.blocks = 3;
  run.questions.trends = {tail()};
  for (const char* subject : {"good", "better"}) {
    // Neither in the order of the text nor of the numbers.
    for (const char* arrivals : {"90", "closed", "100", "25"}) {
      const std::string name =
          std::string("scenes/server/") + subject + "/room:4/arrivals:" + arrivals;
      run.cases.push_back({name, {2}, std::nullopt});
      for (unsigned block = 0; block < 3; ++block) {
        point_record p;
        p.name = name;
        p.threads = 2;
        p.block = block;
        p.status = "ok";
        window_record w;
        w.seconds = 1;
        w.attempted = w.succeeded = 1e6 + block;
        p.windows = {w, w};
        if (arrivals != std::string("closed")) {
          p.metrics["latency_p999"] = {"ns", 1000 * std::stod(arrivals) + block};
          p.metrics["backlog"] = {"requests", 7};
        }
        run.points.push_back(p);
      }
    }
  }
  return run;
}

TEST(analysis_trend, has_a_table_a_subject_and_rows_by_value) {
  const findings found = analyse(sample());
  ASSERT_EQ(found.trends.size(), 1u);
  const trend_answer& a = found.trends[0];
  ASSERT_EQ(a.tables.size(), 2u);
  EXPECT_EQ(a.tables[0].subject, "good");
  EXPECT_EQ(a.tables[1].subject, "better");
  const trend_table& t = a.tables[0];
  EXPECT_EQ(t.threads, 2u);
  EXPECT_EQ(t.others, "room:4");
  ASSERT_EQ(t.rows.size(), 4u);
  const char* order[] = {"closed", "25", "90", "100"};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(t.rows[i].value, order[i]);
  EXPECT_EQ(t.rows[0].at, std::nullopt);
  EXPECT_EQ(t.rows[0].metrics[0], std::nullopt);
  ASSERT_TRUE(t.rows[1].metrics[0].has_value());
  EXPECT_NEAR(t.rows[1].metrics[0]->value, 25001, 1e-6) << "the mean of three blocks";
  ASSERT_TRUE(t.rows[1].metrics[0]->ci.has_value());
  EXPECT_LT(t.rows[1].metrics[0]->ci->low, 25001);
  EXPECT_EQ(t.rows[3].metrics[2], std::nullopt);
  EXPECT_TRUE(t.rows[0].throughput.has_value());
}

TEST(analysis_trend, says_nothing_of_one_value) {
  run_record run = sample();
  std::erase_if(run.points, [](const point_record& p) {
    return !p.name.ends_with(":90") && !p.name.ends_with("closed");
  });
  EXPECT_TRUE(analyse(run).trends.empty());
}

TEST(analysis_trend, leaves_a_failed_point_without_numbers) {
  run_record run = sample();
  for (point_record& p : run.points) {
    if (p.name == "scenes/server/good/room:4/arrivals:90") p.status = "oracle: it lost one";
  }
  const findings found = analyse(run);
  const trend_row& row = found.trends.at(0).tables.at(0).rows.at(2);
  EXPECT_EQ(row.value, "90");
  EXPECT_EQ(row.metrics[0], std::nullopt);
  EXPECT_NE(row.status.find("lost one"), std::string::npos) << row.status;
}

TEST(analysis_trend, is_shown_in_the_table_and_on_the_page) {
  const run_record run = sample();
  const findings found = analyse(run);
  const std::string text = summary_table(run, found, false, 120);
  EXPECT_NE(text.find("How the tail grows (scenes/server)"), std::string::npos) << text;
  EXPECT_NE(text.find("good, 2 threads, room:4"), std::string::npos) << text;
  EXPECT_NE(text.find("latency p999"), std::string::npos);
  EXPECT_NE(text.find("90.0 µs"), std::string::npos) << text;
  EXPECT_EQ(text.find("never told"), std::string::npos) << "an empty column";
  EXPECT_LT(text.find("25.0 µs"), text.find("90.0 µs"));

  const std::string page = html_report(run, found);
  EXPECT_NE(page.find("<h2 id=\"trend-1\">"), std::string::npos);
  EXPECT_NE(page.find("href=\"#trend-1\""), std::string::npos);
  EXPECT_NE(page.find("From &lt;closed&gt; on."), std::string::npos);
  EXPECT_NE(page.find("trend-1-chart-1"), std::string::npos);
  EXPECT_NE(page.find("backlog, requests"), std::string::npos);
}

TEST(analysis_trend, goes_through_the_journals_header) {
  question_record questions;
  questions.trends = {tail()};
  const question_record back = questions_from(to_json(questions), "questions");
  ASSERT_EQ(back.trends.size(), 1u);
  EXPECT_EQ(back.trends[0].title, tail().title);
  EXPECT_EQ(back.trends[0].about, tail().about);
  EXPECT_EQ(back.trends[0].workload, tail().workload);
  EXPECT_EQ(back.trends[0].parameter, tail().parameter);
  EXPECT_EQ(back.trends[0].metrics, tail().metrics);
}

}  // namespace
}  // namespace contend
