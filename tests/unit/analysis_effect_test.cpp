// The effect of a change at one point, and the tests of many at once.
#include <contend/analysis/effect.hpp>
#include <contend/analysis/false_discovery.hpp>
#include <contend/analysis/sign_flips.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace contend {
namespace {

using values = std::vector<double>;
const double nan = std::numeric_limits<double>::quiet_NaN();

TEST(effect, sign_interval_is_between_order_statistics) {
  // Of 10 values the 2nd and the 9th: 2 (1 + 10) / 2^10 = 2.1 %.
  const auto ten = sign_interval(values{9, 1, 2, 3, 4, 5, 6, 7, 8, 10}, 0.95);
  ASSERT_TRUE(ten);
  EXPECT_DOUBLE_EQ(ten->low, 2);
  EXPECT_DOUBLE_EQ(ten->high, 9);
  EXPECT_FALSE(sign_interval(values{1, 2, 3, 4, 5}, 0.95));  // holds it with 93.75 % at most
  EXPECT_TRUE(sign_interval(values{1, 2, 3, 4, 5}, 0.93));
  EXPECT_FALSE(sign_interval(values{}, 0.95));
}

TEST(effect, of_pairs_is_yuens) {
  const values v{0.01, 0.02, 0.03, 0.04, 1};
  const effect e = paired_effect(v, 0.95);
  const estimate same = locate(v);
  EXPECT_DOUBLE_EQ(e.at.value, same.value);
  EXPECT_NEAR(e.ci->low, same.ci->low, 1e-12);
  EXPECT_NEAR(e.ci->high, same.ci->high, 1e-12);
  EXPECT_DOUBLE_EQ(e.median, 0.03);
  EXPECT_EQ(e.blocks, 5u);
}

TEST(effect, of_few_blocks_has_no_interval) {
  EXPECT_EQ(paired_effect(values{}, 0.95).blocks, 0u);
  const effect one = paired_effect(values{-0.1}, 0.95);
  EXPECT_DOUBLE_EQ(one.at.value, -0.1);
  EXPECT_FALSE(one.ci);
}

TEST(effect, of_identical_blocks_is_sharp_and_stable) {
  const effect e = paired_effect(values(12, -0.05), 0.95);
  EXPECT_NEAR(e.ci->low, -0.05, 1e-12);
  EXPECT_NEAR(e.ci->high, -0.05, 1e-12);
  EXPECT_FALSE(e.unstable);
}

TEST(effect, is_unstable_where_mean_and_median_tell_two_stories) {
  // A bit more than half of the blocks agree to the last digit, the others are far off to one side:
  // the median sits where the mean says nobody is.
  values v(33, 0.0);
  v.insert(v.end(), 27, 0.5);
  EXPECT_TRUE(paired_effect(v, 0.95).unstable);
  values gentle;
  for (int i = -10; i <= 10; ++i) gentle.push_back(0.01 * i);
  EXPECT_FALSE(paired_effect(gentle, 0.95).unstable);
}

TEST(effect, of_groups_takes_each_groups_spread) {
  const effect e = group_effect(values{1, 2, 3}, values{11, 12, 13, 14}, 0.95);
  EXPECT_DOUBLE_EQ(e.at.value, 10.5);
  EXPECT_NEAR(e.at.error, std::sqrt(1.0 / 3 + 5.0 / 12), 1e-12);
  EXPECT_EQ(e.blocks, 3u);
  EXPECT_FALSE(group_effect(values{1}, values{1, 2}, 0.95).ci);
  EXPECT_NEAR(group_effect(values(6, 1.0), values(6, 1.0), 0.95).ci->high, 0, 1e-12);
}

TEST(effect, detectable_is_beyond_test_and_margin) {
  const centre sharp{0, 0, 10}, loose{0, 0.05, 10};
  EXPECT_DOUBLE_EQ(detectable(sharp, 0.05, 0.03), 0.03);
  // t(0.975, 10) = 2.2281, t(0.9, 10) = 1.3722
  EXPECT_NEAR(detectable(loose, 0.05, 0.03), 0.05 * (2.2281 + 1.3722), 1e-4);
  EXPECT_TRUE(std::isinf(detectable({}, 0.05, 0.03)));
}

TEST(false_discovery, steps_up) {
  const auto d = find_by_rate(values{0.02, 0.9, 0.005, 0.03}, 0.05);
  // 0.005 <= 1/4, 0.02 <= 2/4, 0.03 <= 3/4 of 0.05
  EXPECT_EQ(d.found, (std::vector<bool>{true, false, true, true}));
  EXPECT_DOUBLE_EQ(d.threshold, 0.05 * 3 / 4);
}

TEST(false_discovery, of_nothing_finds_nothing) {
  EXPECT_TRUE(find_by_rate(values{}, 0.05).found.empty());
  const auto none = find_by_rate(values{0.02, 0.5, nan}, 0.05);
  EXPECT_EQ(none.found, (std::vector<bool>{false, false, false}));
  EXPECT_DOUBLE_EQ(none.threshold, 0.05 / 3);
}

TEST(sign_flips, enumerates_few_blocks) {
  // All four blocks agree: of 16 patterns only this one and its mirror lie as far out.
  const flip_result r = flip_blocks({{1}, {1.5}, {2}, {1.2}}, {});
  EXPECT_TRUE(r.exact);
  EXPECT_DOUBLE_EQ(r.least, 2.0 / 16);
  const flip_result one_sided = flip_blocks({{-1}, {-1.5}, {-2}, {-1.2}}, {.only_slower = true});
  EXPECT_DOUBLE_EQ(one_sided.least, 1.0 / 16);
  EXPECT_DOUBLE_EQ(flip_blocks({{1}, {1.5}, {2}, {1.2}}, {.only_slower = true}).least, 1);
}

TEST(sign_flips, of_identical_values_is_not_fooled) {
  EXPECT_DOUBLE_EQ(flip_blocks({{0}, {0}, {0}, {0}}, {}).least, 1);
  EXPECT_DOUBLE_EQ(flip_blocks({{-0.1}, {-0.1}, {-0.1}, {-0.1}}, {}).least, 2.0 / 16);
}

TEST(sign_flips, pays_for_the_columns) {
  block_table narrow, wide;
  for (int b = 0; b < 8; ++b) {
    const double clear = -0.05 - 0.001 * b, noise = (b * 5 % 8 - 3.5) * 0.01;
    narrow.push_back({clear});
    wide.push_back({clear, noise, -noise + 0.001 * b});
  }
  const flip_result one = flip_blocks(narrow, {}), three = flip_blocks(wide, {});
  // Four patterns: of eight values one is cut off at each end, whatever its sign.
  EXPECT_DOUBLE_EQ(one.least, 4.0 / 256);
  EXPECT_DOUBLE_EQ(three.adjusted[0], 4.0 / 256);
  EXPECT_GT(three.adjusted[1], 0.5);
}

TEST(sign_flips, takes_what_is_missing) {
  const flip_result r = flip_blocks({{1, nan}, {1.5, 2}, {nan, nan}, {1.2, nan}, {1.1, nan}}, {});
  EXPECT_LE(r.adjusted[0], 2.0 / 16);
  EXPECT_DOUBLE_EQ(r.adjusted[1], 1);  // one value is no evidence
  EXPECT_DOUBLE_EQ(flip_blocks({}, {}).least, 1);
  EXPECT_DOUBLE_EQ(flip_blocks({{nan}, {nan}}, {}).least, 1);
  EXPECT_DOUBLE_EQ(flip_blocks({{0.3}}, {}).least, 1);
}

TEST(sign_flips, draws_when_there_are_many) {
  block_table table;
  for (int b = 0; b < 40; ++b) table.push_back({-0.05 - 0.001 * (b % 7)});
  const flip_result a = flip_blocks(table, {.seed = 3, .draws = 999});
  EXPECT_FALSE(a.exact);
  EXPECT_DOUBLE_EQ(a.least, 1.0 / 1000);
  EXPECT_EQ(a.adjusted, flip_blocks(table, {.seed = 3, .draws = 999}).adjusted);
}

TEST(sign_flips, deals_blocks_into_groups) {
  block_table base, slower, alike;
  for (int b = 0; b < 10; ++b) {
    base.push_back({0.01 * (b * 7 % 10)});
    slower.push_back({-1 + 0.01 * b});
    alike.push_back({0.01 * (b * 3 % 10)});
  }
  EXPECT_DOUBLE_EQ(deal_blocks(base, slower, {.draws = 999}).least, 1.0 / 1000);
  EXPECT_GT(deal_blocks(base, alike, {.draws = 999}).least, 0.2);
  EXPECT_DOUBLE_EQ(deal_blocks({}, slower, {}).least, 1);
  EXPECT_DOUBLE_EQ(deal_blocks({{1}}, {{2}}, {}).least, 1);
}

}  // namespace
}  // namespace contend
