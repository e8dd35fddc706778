#include <contend/analysis/estimate.hpp>
#include <contend/analysis/fairness.hpp>
#include <contend/analysis/modes.hpp>
#include <contend/analysis/quantile.hpp>
#include <contend/analysis/student_t.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace contend {
namespace {

using values = std::vector<double>;

TEST(quantile, interpolates_between_neighbours) {
  const values v{40, 10, 30, 20};
  EXPECT_DOUBLE_EQ(quantile(v, 0), 10);
  EXPECT_DOUBLE_EQ(quantile(v, 1), 40);
  EXPECT_DOUBLE_EQ(quantile(v, 0.5), 25);
  EXPECT_DOUBLE_EQ(quantile(v, 0.9), 37);  // type 7: rank 2.7
  EXPECT_DOUBLE_EQ(median(values{7}), 7);
  EXPECT_TRUE(std::isnan(median(values{})));
  EXPECT_EQ(median(values{1, INFINITY, INFINITY}), INFINITY);
}

TEST(fairness, knows_its_extremes) {
  EXPECT_DOUBLE_EQ(jain(values{5, 5, 5, 5}), 1);
  EXPECT_DOUBLE_EQ(jain(values{8, 0, 0, 0}), 0.25);
  EXPECT_DOUBLE_EQ(jain(values{1, 2, 3}), 36.0 / (3 * 14));
  EXPECT_DOUBLE_EQ(min_over_max(values{2, 8, 4}), 0.25);
  EXPECT_DOUBLE_EQ(min_over_max(values{0, 8}), 0);
  for (const values& none : {values{}, values{0, 0}}) {
    EXPECT_DOUBLE_EQ(jain(none), 1);
    EXPECT_DOUBLE_EQ(min_over_max(none), 1);
  }
  EXPECT_DOUBLE_EQ(jain(values{1e200, 1e200}), 1);  // squares would overflow
}

TEST(student_t, agrees_with_the_tables) {
  EXPECT_NEAR(student_t_quantile(0.975, 1), 12.7062, 1e-4);
  EXPECT_NEAR(student_t_quantile(0.975, 3), 3.1824, 1e-4);
  EXPECT_NEAR(student_t_quantile(0.975, 29), 2.0452, 1e-4);
}

TEST(estimate, trims_and_winsorizes) {
  const values v{1, 2, 3, 4, 100};
  EXPECT_DOUBLE_EQ(trimmed_mean(v, 0.2), 3);
  EXPECT_DOUBLE_EQ(trimmed_mean(v, 0), 22);
  // 2 2 3 4 4 about 3: (1 + 1 + 0 + 1 + 1) / 4
  EXPECT_DOUBLE_EQ(winsorized_variance(v, 0.2), 1);
  EXPECT_DOUBLE_EQ(winsorized_variance(values{3}, 0.2), 0);
  EXPECT_DOUBLE_EQ(trimmed_mean(values(15, 2.0), 0.2), 2);
}

TEST(estimate, below_five_values_is_students) {
  const estimate e = locate(values{1, 2, 3});
  EXPECT_DOUBLE_EQ(e.value, 2);
  // t(0.975, 2) = 4.302653, s = 1
  EXPECT_NEAR(e.ci->high - e.value, 4.302653 / std::sqrt(3), 1e-6);
  EXPECT_NEAR(e.value - e.ci->low, 4.302653 / std::sqrt(3), 1e-6);
  EXPECT_EQ(e.doubt, "");
}

TEST(estimate, from_five_values_is_yuens) {
  const estimate e = locate(values{1, 2, 3, 4, 100});
  EXPECT_DOUBLE_EQ(e.value, 3);
  // h = 3, t(0.975, 2) = 4.302653, s_w = 1, se = sqrt(4 / (3 * 2))
  EXPECT_NEAR(e.ci->high - e.value, 4.302653 * std::sqrt(2.0 / 3), 1e-6);
}

TEST(estimate, of_one_block_says_why_there_is_no_interval) {
  const estimate e = over_blocks(values{5});
  EXPECT_DOUBLE_EQ(e.value, 5);
  EXPECT_FALSE(e.ci);
  EXPECT_EQ(e.doubt, "one block: no interval");
  EXPECT_FALSE(over_blocks(values{}).ci);
  EXPECT_NE(over_blocks(values{}).doubt, "");
}

TEST(estimate, over_blocks_is_geometric) {
  const estimate e = over_blocks(values{100, 400});
  EXPECT_NEAR(e.value, 200, 1e-9);
  EXPECT_NEAR(e.ci->high / e.value, e.value / e.ci->low, 1e-6);  // a ratio either way
}

TEST(estimate, of_identical_blocks_is_sharp) {
  const estimate e = over_blocks(values{50, 50, 50, 50, 50, 50});
  EXPECT_NEAR(e.value, 50, 1e-9);
  EXPECT_NEAR(e.ci->low, 50, 1e-9);
  EXPECT_NEAR(e.ci->high, 50, 1e-9);
}

TEST(estimate, without_progress_has_no_interval) {
  const estimate e = over_blocks(values{0, 10, 20});
  EXPECT_DOUBLE_EQ(e.value, 10);
  EXPECT_FALSE(e.ci);
  EXPECT_EQ(e.doubt, "no progress in 1 of 3 blocks: no interval");
  EXPECT_DOUBLE_EQ(over_blocks(values{0, 0}).value, 0);
}

TEST(estimate, interval_covers_as_often_as_it_says) {
  // 95 % of intervals over 8 blocks must hold the truth; 2000 tries leave +-1 % of chance (2
  // sigma).
  std::mt19937_64 random(3);
  std::normal_distribution<double> noise(0, 0.05);
  int held = 0;
  for (int i = 0; i < 2000; ++i) {
    values v;
    for (int b = 0; b < 8; ++b) v.push_back(1e6 * std::exp(noise(random)));
    const estimate e = over_blocks(v);
    held += e.ci->low <= 1e6 && 1e6 <= e.ci->high ? 1 : 0;
  }
  EXPECT_NEAR(held / 2000.0, 0.95, 0.02);
}

class modes : public ::testing::Test {
 protected:
  values sample(int n, double share_high, double ratio, double spread) {
    values v;
    for (int i = 0; i < n; ++i) {
      const bool high = i < share_high * n;
      v.push_back(1e6 * (high ? ratio : 1) * std::exp(spread * _noise(_random)));
    }
    return v;
  }
  std::mt19937_64 _random{11};
  std::normal_distribution<double> _noise;
};

TEST_F(modes, two_clear_ones_are_found) {
  const auto found = modes_of(sample(40, 0.25, 3, 0.05));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_NEAR(found[0].throughput, 1e6, 1e5);
  EXPECT_NEAR(found[0].share, 0.75, 1e-9);
  EXPECT_NEAR(found[1].throughput, 3e6, 3e5);
  EXPECT_NEAR(found[1].share, 0.25, 1e-9);
}

TEST_F(modes, eight_windows_can_be_enough) {
  EXPECT_EQ(modes_of(sample(8, 0.5, 3, 0.03)).size(), 2U);
}

TEST_F(modes, fewer_than_eight_windows_are_never) {
  EXPECT_EQ(modes_of(sample(7, 0.5, 10, 0.001)).size(), 1U);
}

TEST_F(modes, a_few_outliers_are_none) {
  EXPECT_EQ(modes_of(sample(40, 0.1, 5, 0.02)).size(), 1U);
  EXPECT_EQ(modes_of(sample(10, 0.2, 5, 0.02)).size(), 1U);  // two windows
}

TEST_F(modes, speeds_that_hardly_differ_are_one) {
  EXPECT_EQ(modes_of(sample(40, 0.5, 1.25, 0.001)).size(), 1U);
}

TEST_F(modes, broad_noise_is_one) {
  for (const int n : {8, 12, 20, 50, 100}) {
    int claimed = 0;
    for (int i = 0; i < 500; ++i) claimed += modes_of(sample(n, 0, 1, 0.6)).size() > 1 ? 1 : 0;
    EXPECT_LE(claimed, 10) << n;  // 2 %
  }
}

TEST_F(modes, odd_inputs_are_survived) {
  EXPECT_TRUE(modes_of(values{}).empty());
  EXPECT_EQ(modes_of(values(20, 0.0)).size(), 1U);
  EXPECT_EQ(modes_of(values(20, 5.0)).size(), 1U);
  EXPECT_DOUBLE_EQ(modes_of(values{5})[0].share, 1);
}

TEST_F(modes, starving_is_a_mode) {
  values v(10, 0.0);
  v.insert(v.end(), 10, 1e6);
  const auto found = modes_of(v);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_DOUBLE_EQ(found[0].throughput, 0);
  EXPECT_DOUBLE_EQ(found[1].throughput, 1e6);
}

}  // namespace
}  // namespace contend
