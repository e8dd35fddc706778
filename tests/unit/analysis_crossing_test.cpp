// Where one design passes another, on made-up blocks with a known crossing.
#include "report_fixture.hpp"

#include <contend/analysis/crossing.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace contend {
namespace {

using testing::visit;

/// Every block is the same straight line plus an offset of its own.
log_ratios lines(std::vector<double> at, double from, double to, std::vector<double> offsets) {
  log_ratios data{std::move(at), {}};
  for (const double o : offsets) {
    auto& block = data.blocks.emplace_back();
    for (const double x : data.at) {
      const double part = (x - data.at.front()) / (data.at.back() - data.at.front());
      block.push_back(std::lerp(from, to, part) + o);
    }
  }
  return data;
}

TEST(crossing, is_where_the_line_passes_zero) {
  // 1 - x / 50: zero at 50. Offsets +-0.1 move it to 45 and 55; their interval is t(1) wide.
  const auto a = find_crossing(lines({0, 25, 75, 100}, 1, -1, {0.001, -0.001}));
  EXPECT_EQ(a.kind, crossing_kind::crosses);
  EXPECT_NEAR(*a.at, 50, 1e-9);
  EXPECT_TRUE(a.ahead_below);
  // Two values +-d: half of the interval is 12.706 d, and 50 to one in the slope.
  EXPECT_NEAR(a.ci->low, 50 - 50 * 12.706 * 0.001, 1e-3);
  EXPECT_NEAR(a.ci->high, 50 + 50 * 12.706 * 0.001, 1e-3);
  EXPECT_FALSE(a.open_low || a.open_high);
}

TEST(crossing, knows_its_direction) {
  const auto a = find_crossing(lines({1, 2, 4}, -1, 2, {0, 0.01, -0.01}));
  EXPECT_EQ(a.kind, crossing_kind::crosses);
  EXPECT_NEAR(*a.at, 2, 1e-9);
  EXPECT_FALSE(a.ahead_below);
}

TEST(crossing, of_equal_blocks_lies_between_two_places) {
  const auto a = find_crossing({{0, 100}, {{0.3, -0.7}, {0.3, -0.7}}});
  EXPECT_EQ(a.kind, crossing_kind::crosses);
  EXPECT_NEAR(*a.at, 30, 1e-9);
  ASSERT_TRUE(a.ci);
  EXPECT_LE(a.ci->low, 30);
  EXPECT_GE(a.ci->high, 30);
  EXPECT_LT(a.ci->high - a.ci->low, 2);
}

TEST(crossing, that_may_lie_beyond_the_last_value_is_open) {
  // Zero at 95 of 100, with blocks that put it up to 10 further on.
  const auto a = find_crossing(lines({0, 50, 100}, 0.95, -0.05, {0.03, 0, -0.03}));
  EXPECT_EQ(a.kind, crossing_kind::crosses);
  EXPECT_FALSE(a.open_low);
  EXPECT_TRUE(a.open_high);
  EXPECT_EQ(a.ci->high, 100);
}

TEST(crossing, never_is_said_only_beyond_doubt) {
  EXPECT_EQ(find_crossing(lines({0, 50, 100}, 0.5, 0.1, {0.001, 0, -0.001})).kind,
            crossing_kind::ahead);
  EXPECT_EQ(find_crossing(lines({0, 50, 100}, -0.5, -0.1, {0.001, 0, -0.001})).kind,
            crossing_kind::behind);
  const auto near = find_crossing(lines({0, 50, 100}, 0.5, 0.01, {0.02, 0, -0.02}));
  EXPECT_EQ(near.kind, crossing_kind::undecided);
  EXPECT_NE(near.why.find("not beyond doubt"), std::string::npos) << near.why;
}

TEST(crossing, is_undecided_where_nothing_is_certain) {
  for (const double from : {0.01, 0.1}) {
    const auto a = find_crossing(lines({0, 50, 100}, from, -0.05, {0.9, -0.8, 0.1, -0.2}));
    EXPECT_EQ(a.kind, crossing_kind::undecided);
    EXPECT_NE(a.why.find("neither"), std::string::npos) << a.why;
    EXPECT_FALSE(a.at);
  }
  const auto twice = find_crossing({{0, 1, 2}, {{1, -1, 1}, {1.01, -1.01, 1}}});
  EXPECT_EQ(twice.kind, crossing_kind::undecided);
  EXPECT_NE(twice.why.find("several times"), std::string::npos) << twice.why;
  const auto thrice = find_crossing({{0, 1, 2, 3}, {{1, -1, 1, -1}, {1.01, -1.01, 1, -1}}});
  EXPECT_EQ(thrice.kind, crossing_kind::undecided);
}

TEST(crossing, of_one_block_has_no_interval) {
  const auto a = find_crossing({{0, 100}, {{0.5, -0.5}}});
  EXPECT_EQ(a.kind, crossing_kind::crosses);
  EXPECT_NEAR(*a.at, 50, 1e-9);
  EXPECT_FALSE(a.ci);
  EXPECT_NE(a.why.find("one block"), std::string::npos);
  EXPECT_EQ(find_crossing({{0, 100}, {{0.5, 0.4}}}).kind, crossing_kind::undecided);
  EXPECT_EQ(find_crossing({{0, 100}, {}}).kind, crossing_kind::undecided);
}

/// How often the interval holds the truth: noise of a block as a whole, and of each visit.
double coverage(int blocks, double noise = 0.04, bool falls = false) {
  std::mt19937_64 random(static_cast<unsigned>(blocks));
  std::normal_distribution<double> normal;
  const std::vector<double> at{0, 25, 50, 75, 100};
  int held = 0, bounded = 0;
  for (int run = 0; run < 400; ++run) {
    log_ratios data{at, {}};
    for (int b = 0; b < blocks; ++b) {
      const double whole = 0.02 * normal(random);
      auto& block = data.blocks.emplace_back();
      for (const double x : at) block.push_back(0.62 - x / 100 + whole + noise * normal(random));
    }
    const auto a = find_crossing(data, falls);
    if (a.kind != crossing_kind::crosses) continue;
    ++bounded;
    held += a.ci->low <= 62 && 62 <= a.ci->high ? 1 : 0;
  }
  EXPECT_GT(bounded, 350);
  return static_cast<double>(held) / bounded;
}

TEST(crossing, interval_holds_the_truth_as_often_as_it_says) {
  for (const int blocks : {3, 5, 8}) {
    const double c = coverage(blocks);
    EXPECT_GT(c, 0.92) << blocks;
    EXPECT_LT(c, 0.98) << blocks;
  }
}

TEST(crossing, of_what_can_only_fall_is_found_in_noise_that_hides_it) {
  const log_ratios noisy{{0, 1, 2, 3, 4, 5},
                         {{0.9, 0.10, -0.2, 0.15, -0.3, -0.2},
                          {0.8, 0.05, -0.1, 0.10, -0.2, -0.5},
                          {1.0, -0.05, 0.1, 0.05, -0.4, -0.3}}};
  EXPECT_EQ(find_crossing(noisy).kind, crossing_kind::undecided);
  const auto a = find_crossing(noisy, true);
  EXPECT_EQ(a.kind, crossing_kind::crosses);
  EXPECT_TRUE(a.ahead_below);
  EXPECT_GT(a.ci->low, 0);
  EXPECT_LT(a.ci->high, 4);
}

TEST(crossing, that_only_a_rise_makes_is_none_of_what_can_only_fall) {
  const auto a = find_crossing(lines({0, 50, 100}, -0.5, 0.5, {0.01, 0, -0.01}), true);
  EXPECT_EQ(a.kind, crossing_kind::undecided);
}

TEST(crossing, of_what_can_only_fall_has_an_interval_that_holds_the_truth) {
  for (const int blocks : {3, 5, 8}) {
    const double c = coverage(blocks, 0.1, true);
    EXPECT_GT(c, 0.92) << blocks;
  }
}

TEST(crossing, that_nears_zero_and_stays_there_is_a_lead_that_fades) {
  // Ahead up to somewhere between 1 and 2; what follows dips and comes back, all within noise.
  const log_ratios data{{0, 1, 2, 3, 4},
                        {{0.9, 0.5, 0.03, -0.05, 0.05},
                         {0.8, 0.6, -0.04, 0.06, 0.04},
                         {1.0, 0.55, 0.05, 0.02, -0.02}}};
  const auto a = find_crossing(data, true);
  EXPECT_EQ(a.kind, crossing_kind::fades);
  ASSERT_TRUE(a.ci);
  EXPECT_GT(a.ci->low, 1);
  EXPECT_LE(a.ci->low, 2);
  EXPECT_TRUE(a.open_high);
  EXPECT_FALSE(a.at);
  // Without the knowledge that it can only fall there is no such answer.
  EXPECT_EQ(find_crossing(data).kind, crossing_kind::undecided);
}

run_record shares_run() {
  run_record run;
  run.allowed_cpus = 4;
  for (const char* size : {"1", "8"}) {
    for (unsigned b = 0; b < 3; ++b) {
      for (const int share : {0, 50, 100}) {
        const std::string tail = "/foreign:" + std::to_string(share) + "/size:" + size;
        // Ahead by 2 at none, level at 50, behind by 2 at all.
        const double ratio = std::pow(2, 1 - share / 50.0) * (1 + 0.001 * b);
        run.points.push_back(visit("s/w/a" + tail, 2, b, {1e6 * ratio}));
        run.points.push_back(visit("s/w/b" + tail, 2, b, {1e6}));
        run.points.push_back(visit("s/w/c" + tail, 2, b, {5e6}));
      }
    }
  }
  return run;
}

const crossing_question shares{.title = "t",
                               .about = "",
                               .workload = "s/w",
                               .parameter = "foreign",
                               .subject = "a",
                               .rival = "b",
                               .threads = 2};

std::vector<crossing_answer> asked(const run_record& run) {
  const auto curves = summarize(run);
  return answer(shares, curves, block_rates(run, curves));
}

TEST(crossing, is_answered_for_each_setting_of_the_other_parameters) {
  const auto all = asked(shares_run());
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].others, "size:1");
  EXPECT_EQ(all[1].others, "size:8");
  for (const auto& a : all) {
    EXPECT_EQ(a.kind, crossing_kind::crosses);
    EXPECT_NEAR(*a.at, 50.1, 0.1);
    ASSERT_EQ(a.points.size(), 3u);
    EXPECT_NEAR(a.points[0].ratio.ratio.value, 2.002, 1e-3);
    EXPECT_EQ(a.points[2].at, 100);
    EXPECT_EQ(a.points[2].ratio.blocks, 3u);
  }
}

TEST(crossing, leaves_out_values_that_failed_and_blocks_that_are_not_whole) {
  run_record run = shares_run();
  for (point_record& p : run.points) {
    if (p.name == "s/w/a/foreign:50/size:1" && p.block == 1) p.status = "crashed: SIGSEGV";
  }
  std::erase_if(run.points, [](const point_record& p) {
    return p.name == "s/w/b/foreign:100/size:8" && p.block == 2;
  });
  const auto all = asked(run);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].points.size(), 2u) << "the value that crashed";
  EXPECT_EQ(all[1].points.size(), 3u);
  EXPECT_EQ(all[1].points[2].ratio.blocks, 2u);
  EXPECT_EQ(all[1].kind, crossing_kind::crosses);
}

TEST(crossing, is_not_answered_without_data) {
  run_record run = shares_run();
  std::erase_if(run.points, [](const point_record& p) { return p.name.starts_with("s/w/b"); });
  EXPECT_TRUE(asked(run).empty());
  EXPECT_TRUE(asked({}).empty());
}

}  // namespace
}  // namespace contend
