// Where more blocks would tell more, and around which thread counts a curve bends.
#include <contend/analysis/estimate.hpp>
#include <contend/analysis/knee.hpp>
#include <contend/analysis/precision.hpp>
#include <contend/core/rng.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace contend {
namespace {

point_record visit(const std::string& name, unsigned threads, unsigned block, double rate) {
  point_record p{.name = name, .threads = threads, .block = block, .status = "ok"};
  p.windows = {{.seconds = 1, .attempted = rate, .succeeded = rate}};
  return p;
}

/// `blocks` visits that are `spread` off 100, up and down in turns.
void add(run_record& run, const std::string& name, unsigned threads, unsigned blocks,
         double spread) {
  for (unsigned b = 0; b < blocks; ++b) {
    run.points.push_back(visit(name, threads, b, 100 * (b % 2 == 0 ? 1 + spread : 1 - spread)));
  }
}

TEST(precision, a_load_is_known_as_well_as_its_worst_point) {
  run_record run;
  add(run, "s/steady/a", 1, 8, 0.001);
  add(run, "s/steady/b/size:2", 1, 8, 0.001);
  add(run, "s/wild/a", 1, 8, 0.001);
  add(run, "s/wild/a", 2, 8, 0.05);
  const auto known = precision_by_load(run);
  ASSERT_EQ(known.size(), 2u);
  EXPECT_LT(known.at("s/steady").half_width, 0.003);
  EXPECT_GT(known.at("s/wild").half_width, 0.02);
  EXPECT_EQ(known.at("s/wild").blocks, 8u);
  using names = std::set<std::string>;
  EXPECT_EQ(worth_another_block(known, 0.01), (names{"s/wild"}));
  EXPECT_EQ(worth_another_block(known, 0.2), names{});
  EXPECT_EQ(worth_another_block(known, 0.0001), (names{"s/steady", "s/wild"}));
  EXPECT_EQ(worth_another_block(known, std::nullopt), (names{"s/wild"}))
      << "a budget goes to what is known worst";
}

TEST(precision, a_budget_ends_where_nothing_is_to_be_learnt) {
  run_record run;
  add(run, "s/a/x", 1, 8, 0.0001);
  add(run, "s/b/x", 1, 8, 0.002);
  EXPECT_TRUE(worth_another_block(precision_by_load(run), std::nullopt).empty());
}

TEST(precision, nothing_is_left_too_early) {
  run_record run;
  add(run, "s/a/x", 1, 8, 0.0001);
  add(run, "s/b/x", 1, least_blocks_to_leave - 1, 0.0001);
  EXPECT_EQ(worth_another_block(precision_by_load(run), 0.1).size(), 2u);
}

TEST(precision, what_can_tell_nothing_is_not_waited_for) {
  run_record run;
  add(run, "s/a/x", 1, 8, 0.0001);
  add(run, "s/a/taking_turns", 8, 8, 0.4);
  for (point_record& p : run.points) p.oversubscribed = p.threads == 8;
  add(run, "s/b/wrong", 1, 1, 0);
  run.points.back().status = "oracle: lost one";
  add(run, "s/c/memory", 1, 8, 0.4);
  for (point_record& p : run.points) {
    if (p.name == "s/c/memory") p.purpose = "footprint";
  }
  EXPECT_TRUE(worth_another_block(precision_by_load(run), 0.01).empty());
  // A host that interfered may be quiet the next time.
  add(run, "s/d/x", 1, 8, 0);
  for (point_record& p : run.points) {
    if (p.name == "s/d/x" && p.block > 0) p.status = "invalid: 40 % of windows discarded";
  }
  EXPECT_EQ(worth_another_block(precision_by_load(run), 0.01), (std::set<std::string>{"s/d"}));
}

TEST(precision, foresees_how_many_blocks) {
  EXPECT_EQ(blocks_to_go({8, 0.01}, 0.02, 50), 0u);
  EXPECT_EQ(blocks_to_go({8, 0.02}, 0.01, 50), 24u) << "four times as many for half of it";
  EXPECT_EQ(blocks_to_go({2, 0.01}, 0.02, 50), 5u) << "no load is left before its seventh";
  EXPECT_EQ(blocks_to_go({1, INFINITY}, 0.02, 50), 50u);
  EXPECT_EQ(blocks_to_go({8, 5}, 0.0001, 50), 50u);
}

/// How often the 95 % interval holds the truth when a load is left at the first block at which it
/// looks narrow enough. CONTEND_SUITES asks for more of them.
TEST(precision, intervals_that_were_waited_for_still_hold_the_truth) {
  const char* const asked = std::getenv("CONTEND_SUITES");
  const unsigned loads = 5 * (asked != nullptr ? static_cast<unsigned>(std::atoi(asked)) : 200);
  rng random(7);
  const auto normal = [&random] {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += static_cast<double>(random.below(1 << 20)) / (1 << 20);
    return sum;
  };
  for (const double goal : {0.01, 0.02, 0.05}) {
    unsigned held = 0, blocks = 0;
    for (unsigned i = 0; i < loads; ++i) {
      run_record run;
      std::vector<double> rates;
      do {
        rates.push_back(std::exp(0.03 * normal()));
        run.points.push_back(visit("s/l/x", 1, static_cast<unsigned>(rates.size()), rates.back()));
      } while (rates.size() < 50 && !worth_another_block(precision_by_load(run), goal).empty());
      const estimate e = over_blocks(rates);
      held += e.ci->low <= 1 && 1 <= e.ci->high;
      blocks += static_cast<unsigned>(rates.size());
    }
    const double share = static_cast<double>(held) / loads;
    std::printf("goal %.0f %%: %.1f blocks, %.1f %% hold the truth\n", 100 * goal,
                static_cast<double>(blocks) / loads, 100 * share);
    EXPECT_GT(share, 0.90);
  }
}

TEST(knee, is_looked_at_from_both_sides) {
  using counts = std::set<unsigned>;
  EXPECT_EQ(around_the_knee({{1, 1}, {2, 2}, {4, 4}, {8, 7}, {12, 6}, {16, 5}}), (counts{6, 10}));
  EXPECT_EQ(around_the_knee({{1, 1}, {2, 2}, {3, 3}, {4, 2}}), counts{}) << "nothing between";
  EXPECT_EQ(around_the_knee({{1, 1}, {2, 2}, {4, 4}}), counts{}) << "it still rises";
  EXPECT_EQ(around_the_knee({{1, 9}, {4, 2}, {8, 1}}), (counts{2})) << "it falls from the start";
  EXPECT_EQ(around_the_knee({}), counts{});
}

TEST(knee, most_wanted_counts_come_first_and_are_few) {
  run_record run;
  const std::vector<unsigned> threads{1, 4, 8, 16, 32, 64};
  // Each design has its knee elsewhere; of two at 8 threads.
  unsigned design = 0;
  for (const unsigned best : {4u, 8u, 8u, 16u, 32u}) {
    const std::string name = "s/load/d" + std::to_string(design++);
    run.cases.push_back({name, threads, {}});
    for (const unsigned n : threads) run.points.push_back(visit(name, n, 0, n == best ? 9.0 : 1.0));
  }
  const auto wanted = knees_of(run);
  EXPECT_EQ(wanted.at("s/load"), (std::set<unsigned>{6, 12, 24, 2}));
  // The same again when the added ones have been visited, and whatever later blocks say.
  auto later = run;
  later.points.push_back(visit("s/load/d1", 7, 0, 99));
  later.points.push_back(visit("s/load/d1", 64, 1, 99));
  EXPECT_EQ(knees_of(later), wanted);
}

}  // namespace
}  // namespace contend
