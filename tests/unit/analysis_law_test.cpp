// The laws themselves and their fits: on numbers worked out by hand, on data that has been
// published with its coefficients, and on what no fit can do anything with.
#include <contend/analysis/f_distribution.hpp>
#include <contend/analysis/jackknife.hpp>
#include <contend/analysis/law.hpp>
#include <contend/analysis/law_fit.hpp>
#include <contend/analysis/nonnegative.hpp>
#include <contend/analysis/pure_error.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace contend {
namespace {

const std::vector<law_kind> all_kinds{law_kind::linear,    law_kind::amdahl,   law_kind::usl,
                                      law_kind::gustafson, law_kind::roofline, law_kind::handoff};

std::vector<double> logs_of(const std::vector<double>& values) {
  std::vector<double> logs;
  for (const double x : values) logs.push_back(std::log(x));
  return logs;
}

std::vector<double> rates_of(const law& of, const std::vector<double>& threads) {
  std::vector<double> rates;
  for (const double n : threads) rates.push_back(rate_of(of, n));
  return rates;
}

TEST(law, says_what_is_worked_out_by_hand) {
  EXPECT_DOUBLE_EQ(rate_of({law_kind::linear, 3, 0, 0}, 4), 12);
  // A tenth serial: 10 threads get 10 / 1.9 done.
  EXPECT_DOUBLE_EQ(rate_of({law_kind::amdahl, 2, 0.1, 0}, 10), 20 / 1.9);
  EXPECT_DOUBLE_EQ(rate_of({law_kind::usl, 1, 0.02, 0.02}, 4), 4 / (1 + 0.06 + 0.24));
  // Of ten times the parallel work and the same serial tenth.
  EXPECT_DOUBLE_EQ(rate_of({law_kind::gustafson, 1, 0.1, 0}, 10), 9.1);
  EXPECT_DOUBLE_EQ(rate_of({law_kind::roofline, 5, 3.5, 0}, 3), 15);
  EXPECT_DOUBLE_EQ(rate_of({law_kind::roofline, 5, 3.5, 0}, 8), 17.5);
}

TEST(law, a_handoff_is_the_machine_repairmans_mean_values) {
  // At the server for half of an operation. Two threads: the second finds the first there with
  // probability 1/2, so R = 0.5 * 1.5, X = 2 / 1.25.
  const law lock{law_kind::handoff, 1, 0.5, 0};
  EXPECT_DOUBLE_EQ(rate_of(lock, 1), 1);
  EXPECT_DOUBLE_EQ(rate_of(lock, 2), 1.6);
  // Then Q = 1.6 * 0.75 = 1.2, R = 1.1, X = 3 / 1.6.
  EXPECT_DOUBLE_EQ(rate_of(lock, 3), 1.875);
  EXPECT_DOUBLE_EQ(rate_of(lock, 2.5), (1.6 + 1.875) / 2);
  EXPECT_NEAR(rate_of(lock, 200), 2, 1e-6);
  EXPECT_DOUBLE_EQ(*rate_at_end(lock), 2);
  EXPECT_DOUBLE_EQ(*gain_ends_at(lock), 2);
  // All of the operation at a server that is twice as slow when it changes hands: S(2) = 1.5,
  // R = 1.5 * 2, X = 2 / 3.
  const law line{law_kind::handoff, 1, 1, 1};
  EXPECT_DOUBLE_EQ(rate_of(line, 2), 2.0 / 3);
  EXPECT_DOUBLE_EQ(*rate_at_end(line), 0.5);
  EXPECT_DOUBLE_EQ(*gain_ends_at(line), 1);
}

TEST(law, gain_ends_where_the_rate_is_highest) {
  const law l{law_kind::usl, 1, 0.02, 0.02};
  EXPECT_DOUBLE_EQ(*gain_ends_at(l), 7);
  EXPECT_GT(rate_of(l, 7), rate_of(l, 6.9));
  EXPECT_GT(rate_of(l, 7), rate_of(l, 7.1));
  EXPECT_FALSE(gain_ends_at({law_kind::amdahl, 1, 0.1, 0}));
  EXPECT_FALSE(gain_ends_at({law_kind::usl, 1, 0.1, 0}));
  EXPECT_FALSE(gain_ends_at({law_kind::handoff, 1, 0, 0}));
}

TEST(nonnegative, takes_the_best_choice_of_columns) {
  const std::vector<double> ones{1, 1, 1};
  // y = 2 + 3 x exactly.
  const std::vector<columns_row> line{{1, 0, 0}, {1, 1, 0}, {1, 2, 0}};
  const columns_row up = nonnegative_least_squares(line, std::vector<double>{2, 5, 8}, ones);
  EXPECT_NEAR(up[0], 2, 1e-12);
  EXPECT_NEAR(up[1], 3, 1e-12);
  EXPECT_EQ(up[2], 0);
  // Falling: without a negative slope the mean is nearest.
  const columns_row down = nonnegative_least_squares(line, std::vector<double>{8, 5, 2}, ones);
  EXPECT_NEAR(down[0], 5, 1e-12);
  EXPECT_EQ(down[1], 0);
  // Weights: the last row alone counts, nearly.
  const columns_row last =
      nonnegative_least_squares(line, std::vector<double>{8, 5, 2}, std::vector<double>{0, 0, 1});
  EXPECT_NEAR(last[0] + 2 * last[1], 2, 1e-12);
  // Nothing positive to be had.
  const columns_row none = nonnegative_least_squares(line, std::vector<double>{-1, -2, -3}, ones);
  EXPECT_EQ(none, columns_row{});
  // The same column twice determines nothing new.
  const std::vector<columns_row> twice{{1, 1, 0}, {1, 1, 0}, {1, 1, 0}};
  const columns_row one = nonnegative_least_squares(twice, std::vector<double>{4, 4, 4}, ones);
  EXPECT_NEAR(one[0] + one[1], 4, 1e-12);
}

TEST(law_fit, finds_every_law_again) {
  const std::vector<double> threads{1, 2, 3, 4, 6, 8, 12, 16};
  const std::vector<double> weights(threads.size(), 400);
  const std::vector<law> laws{{law_kind::linear, 7e6, 0, 0},       {law_kind::amdahl, 7e6, 0.08, 0},
                              {law_kind::usl, 7e6, 0.05, 0.003},   {law_kind::usl, 7e6, 0, 0.01},
                              {law_kind::gustafson, 7e6, 0.3, 0},  {law_kind::roofline, 7e6, 5, 0},
                              {law_kind::roofline, 7e6, 6, 0},     {law_kind::handoff, 7e6, 0.2, 0},
                              {law_kind::handoff, 7e6, 0.1, 0.25}, {law_kind::handoff, 7e6, 1, 2}};
  for (const law& truth : laws) {
    const auto logs = logs_of(rates_of(truth, threads));
    const auto found = fit(truth.kind, {threads, logs, weights});
    ASSERT_TRUE(found) << to_string(truth.kind);
    EXPECT_NEAR(found->scale / truth.scale, 1, 1e-5) << to_string(truth.kind);
    EXPECT_NEAR(found->first, truth.first, 1e-4) << to_string(truth.kind);
    EXPECT_NEAR(found->second, truth.second, 1e-4) << to_string(truth.kind);
    EXPECT_LT(misfit(*found, {threads, logs, weights}), 1e-6) << to_string(truth.kind);
  }
}

TEST(law_fit, a_smaller_law_is_never_nearer) {
  // Up, down, up: no law's data.
  const std::vector<double> threads{1, 2, 4, 8, 16}, weights(5, 1);
  const auto logs = logs_of({10, 25, 22, 60, 50});
  const law_points points{threads, logs, weights};
  const auto squares = [&](law_kind kind) { return misfit(*fit(kind, points), points); };
  EXPECT_LE(squares(law_kind::amdahl), squares(law_kind::linear));
  EXPECT_LE(squares(law_kind::usl), squares(law_kind::amdahl));
  EXPECT_LE(squares(law_kind::roofline), squares(law_kind::linear));
  EXPECT_LE(squares(law_kind::handoff), squares(law_kind::linear) + 1e-9);
}

/// The fit by plain squares of the rates, which is what R's usl does: log squares, weighted until
/// their equations are those of the plain ones.
law by_plain_squares(const std::vector<double>& threads, const std::vector<double>& rates) {
  const auto logs = logs_of(rates);
  std::vector<double> weights;
  for (const double x : rates) weights.push_back(x * x);
  law found;
  for (int i = 0; i < 60; ++i) {
    found = *fit(law_kind::usl, {threads, logs, weights});
    for (std::size_t k = 0; k < rates.size(); ++k) {
      const double model = rate_of(found, threads[k]);
      const double off = std::log(rates[k] / model);
      weights[k] = std::abs(off) < 1e-9 ? model * model : model * (rates[k] - model) / off;
    }
  }
  return found;
}

// Data and coefficients: the R package usl 3 (S. Moeding; data/*.rda, tests/*.Rout.save, README):
// the SPEC SDM91 result of a Sun SPARCcenter 2000, and Gunther's ray tracer.
TEST(law_fit, says_what_has_been_published) {
  const law spec = by_plain_squares({1, 18, 36, 72, 108, 144, 216},
                                    {64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775.0, 1702.2});
  EXPECT_NEAR(spec.first, 2.773e-2, 0.5e-5);
  EXPECT_NEAR(spec.second, 1.044e-4, 0.5e-7);
  EXPECT_NEAR(spec.scale, 89.995, 0.01);
  EXPECT_NEAR(*gain_ends_at(spec), 96.51956, 0.01);
  EXPECT_NEAR(*rate_at_end(spec), 1884, 0.5);

  const std::vector<double> cpus{1, 4, 8, 12, 16, 20, 24, 28, 32, 48, 64};
  const std::vector<double> rays{20, 78, 130, 170, 190, 200, 210, 230, 260, 280, 310};
  const law six =
      by_plain_squares({cpus.begin(), cpus.begin() + 6}, {rays.begin(), rays.begin() + 6});
  EXPECT_NEAR(six.first, 0.02444, 0.5e-5);
  EXPECT_NEAR(six.second, 0.00163, 0.5e-5);
  EXPECT_NEAR(six.scale, 20.85605, 1e-4);
  // Of all of them the package finds no pairwise cost, its parameter stops at the bound.
  EXPECT_EQ(by_plain_squares(cpus, rays).second, 0);
}

TEST(law_fit, degenerate_points_have_no_law_or_a_finite_one) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  const std::vector<double> threads{1, 2, 4, 8, 16}, weights(5, 1), same(5, std::log(7.0));
  for (const law_kind kind : all_kinds) {
    EXPECT_FALSE(fit(kind, {})) << to_string(kind);
    EXPECT_FALSE(fit(kind, {threads, std::vector<double>{1, 2, nan, 2, 1}, weights}));
    EXPECT_FALSE(fit(kind, {threads, std::vector<double>{1, 2, -inf, 2, 1}, weights}));
    EXPECT_FALSE(fit(kind, {threads, same, std::vector<double>{1, 1, 0, 1, 1}}));
    EXPECT_FALSE(fit(kind, {threads, same, std::vector<double>{1, 1, inf, 1, 1}}));
    for (const auto& logs : {same, {0.0, -700, 700, -700, 700}, {700, 500, 100, -300, -700.0}}) {
      const auto found = fit(kind, {threads, logs, weights});
      if (!found) continue;
      EXPECT_TRUE(std::isfinite(found->scale)) << to_string(kind);
      EXPECT_GE(found->first, 0);
      EXPECT_GE(found->second, 0);
    }
  }
  EXPECT_EQ(fit(law_kind::roofline, {threads, same, weights})->first, 1);
}

TEST(f_distribution, has_the_tabled_tails) {
  // Upper 5 % points: F(1, 1) is 161.4, F(2, 10) is 4.103, F(5, 20) is 2.711.
  EXPECT_NEAR(f_tail(161.45, 1, 1), 0.05, 1e-4);
  EXPECT_NEAR(f_tail(4.1028, 2, 10), 0.05, 1e-4);
  EXPECT_NEAR(f_tail(2.7109, 5, 20), 0.05, 1e-4);
  EXPECT_EQ(f_tail(0, 2, 10), 1);
  EXPECT_EQ(f_tail(std::numeric_limits<double>::infinity(), 2, 10), 0);
  EXPECT_EQ(f_tail(std::numeric_limits<double>::quiet_NaN(), 2, 10), 1);
}

TEST(jackknife, of_a_mean_is_students_interval) {
  // 1, 2, 3, 6: mean 3, standard error sqrt(14/3 / 4); the means without one are (12 - x) / 3.
  const std::vector<double> without{11.0 / 3, 10.0 / 3, 3, 2};
  const estimate e = jackknife(3, without);
  ASSERT_TRUE(e.ci);
  EXPECT_NEAR(e.ci->high - 3, 3.182446 * std::sqrt(14.0 / 12), 1e-5);
  EXPECT_NEAR(3 - e.ci->low, e.ci->high - 3, 1e-12);
}

TEST(jackknife, has_no_interval_without_two_blocks_or_finite_values) {
  const double inf = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(jackknife(3, std::vector<double>{3}).ci);
  EXPECT_FALSE(jackknife(3, {}).ci);
  EXPECT_FALSE(jackknife(3, std::vector<double>{3, inf, 2}).ci);
  EXPECT_FALSE(jackknife_of_logs(3, std::vector<double>{3, 0, 2}).ci);
  EXPECT_FALSE(jackknife_of_logs(-1, std::vector<double>{3, 1, 2}).ci);
  const estimate same = jackknife_of_logs(3, std::vector<double>{3, 3, 3});
  ASSERT_TRUE(same.ci);
  EXPECT_DOUBLE_EQ(same.ci->low, 3);
}

TEST(pure_error, is_what_blocks_and_places_leave) {
  // Blocks shifted as a whole, by 0 and 1, scatter by nothing but the last place's +-0.1.
  const log_rates data{{1, 2, 3}, {{5, 6, 7.1}, {6, 7, 7.9}}};
  const pure_error e = pure_error_of(data);
  EXPECT_EQ(e.means, (std::vector<double>{5.5, 6.5, 7.5}));
  EXPECT_EQ(e.freedom, 2);
  // Shift of a block: +-(1.4/1.5)/2... the means are 6.0333 and 6.9667; residuals follow.
  const double shift = (20.9 / 3 - 18.1 / 3) / 2;
  const double end = 0.5 - shift, last = 0.4 - shift;
  const double pooled = 2 * (2 * end * end + last * last) / 2;
  EXPECT_NEAR(e.between_blocks, 2 * shift * shift - pooled / 3, 1e-12);
  EXPECT_GT(e.variance[2], e.variance[0]);
  EXPECT_DOUBLE_EQ(e.weights[0], 2 / e.variance[0]);
}

TEST(pure_error, is_never_less_than_can_be_known) {
  const log_rates same{{1, 2, 4}, {{1, 2, 3}, {1, 2, 3}, {1, 2, 3}}};
  const pure_error e = pure_error_of(same);
  for (const double w : e.weights) EXPECT_NEAR(w, 1 / (least_error * least_error), 1e-3);
  EXPECT_EQ(e.between_blocks, 0);
}

}  // namespace
}  // namespace contend
