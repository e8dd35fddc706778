// Which law a curve is given, which it is refused, and whether intervals hold what they promise: on
// simulated curves with a fixed seed, so that every run of this test sees the same ones.
#include <contend/analysis/law_choice.hpp>
#include <contend/analysis/law_extrapolation.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace contend {
namespace {

const std::vector<double> to_sixteen{1, 2, 3, 4, 6, 8, 12, 16};
const law true_usl{law_kind::usl, 1e7, 0.05, 0.002};

/// A curve measured in blocks: each is off as a whole by 3 %, each point in it by `noise`, both
/// normal on the logarithm.
class laboratory {
 public:
  explicit laboratory(unsigned seed) : _random(seed) {}

  log_rates measure(const std::function<double(double)>& rate, const std::vector<double>& threads,
                    std::size_t blocks, double noise) {
    log_rates data{threads, {}};
    for (std::size_t b = 0; b < blocks; ++b) {
      const double shift = 0.03 * _normal(_random);
      auto& block = data.blocks.emplace_back();
      for (const double n : threads) {
        block.push_back(std::log(rate(n)) + shift + noise * _normal(_random));
      }
    }
    return data;
  }

  log_rates measure(const law& of, std::size_t blocks, double noise) {
    return measure([&](double n) { return rate_of(of, n); }, to_sixteen, blocks, noise);
  }

 private:
  std::mt19937_64 _random;
  std::normal_distribution<double> _normal;
};

const law_estimate& of_kind(const law_choice& c, law_kind kind) {
  for (const law_estimate& e : c.held) {
    if (e.kind == kind) return e;
  }
  static const law_estimate none;
  return none;
}

bool holds(const std::optional<estimate>& e, double truth) {
  return e && e->ci && e->ci->low <= truth && truth <= e->ci->high;
}

/// How many of 1000 simulated curves have the truth in the interval.
struct coverage {
  double first = 0, second = 0, ends_at = 0, rate = 0, refused = 0;
};

coverage simulate(const law& truth, std::size_t blocks, double noise, int curves) {
  laboratory lab(static_cast<unsigned>(blocks));
  coverage c;
  for (int i = 0; i < curves; ++i) {
    const log_rates data = lab.measure(truth, blocks, noise);
    const law_estimate e = hold(truth.kind, data, pure_error_of(data));
    const double one = 1000.0 / curves;
    c.first += holds(e.first, truth.first) ? one : 0;
    c.second += holds(e.second, truth.second) ? one : 0;
    c.ends_at += holds(e.ends_at, *gain_ends_at(truth)) ? one : 0;
    c.rate += holds(rate_with(e, 16), rate_of(truth, 16)) ? one : 0;
    c.refused += e.chance < rarest_misfit ? one : 0;
  }
  return c;
}

// Arithmetic is the same in every build; where it is slow the many are left out, and what holds of
// shares of many is not asked of few.
#ifdef __OPTIMIZE__
constexpr int many = 1000;
#else
constexpr int many = 20;
#endif

// docs/method.md quotes what this prints.
TEST(law_intervals, hold_what_they_promise) {
  for (const std::size_t blocks : {3U, 5U, 8U, 12U}) {
    const coverage c = simulate(true_usl, blocks, 0.02, many);
    std::printf(
        "%2zu blocks: sigma %.1f %%, kappa %.1f %%, N* %.1f %%, X(16) %.1f %%; misfit %.1f %%\n",
        blocks, c.first / 10, c.second / 10, c.ends_at / 10, c.rate / 10, c.refused / 10);
    if (many < 1000) continue;
    for (const double of : {c.first, c.second, c.ends_at, c.rate}) {
      EXPECT_GE(of, 930) << blocks << " blocks";
      EXPECT_LE(of, 970) << blocks << " blocks";
    }
    EXPECT_LE(c.refused, 20) << blocks << " blocks";
  }
}

TEST(law_choice, refuses_few_true_curves_and_rarely_takes_another_law) {
  laboratory lab(1);
  int refused = 0, right = 0;
  for (int i = 0; i < many; ++i) {
    const law_choice c = choose_law(lab.measure(true_usl, 8, 0.02));
    refused += c.chosen() ? 0 : 1;
    right += c.chosen() && c.chosen()->kind == law_kind::usl ? 1 : 0;
  }
  EXPECT_LE(refused, std::max(1, many * 2 / 100));
  EXPECT_GE(right, many * 97 / 100);
}

TEST(law_choice, takes_the_law_that_made_the_curve) {
  const std::vector<law> truths{{law_kind::linear, 1e7, 0, 0},     {law_kind::amdahl, 1e7, 0.1, 0},
                                {law_kind::usl, 1e7, 0.03, 0.004}, {law_kind::roofline, 1e7, 5, 0},
                                {law_kind::handoff, 1e7, 0.2, 0},  {law_kind::handoff, 1e7, 1, 2}};
  laboratory lab(2);
  for (const law& truth : truths) {
    int right = 0;
    for (int i = 0; i < 20; ++i) {
      const law_choice c = choose_law(lab.measure(truth, 8, 0.02));
      right += c.chosen() && c.chosen()->kind == truth.kind ? 1 : 0;
    }
    EXPECT_GE(right, 17) << to_string(truth.kind) << " " << truth.first;
  }
}

TEST(law_choice, a_roofline_is_no_usl) {
  // Linear up to 5 threads: the usl would say nothing is serial, and that gain ends at ten.
  laboratory lab(3);
  int usl_refused = 0;
  for (int i = 0; i < 20; ++i) {
    const law_choice c = choose_law(lab.measure(law{law_kind::roofline, 1e7, 5, 0}, 8, 0.02));
    usl_refused += of_kind(c, law_kind::usl).refused.empty() ? 0 : 1;
  }
  EXPECT_EQ(usl_refused, 20);
}

TEST(law_choice, a_contended_atomic_is_no_usl) {
  // A quarter with two threads, then flat: sigma would have to be more than all.
  laboratory lab(4);
  const auto flat = [](double n) { return n < 2 ? 1e8 : 2.5e7; };
  const law_choice c = choose_law(lab.measure(flat, to_sixteen, 8, 0.02));
  EXPECT_EQ(of_kind(c, law_kind::usl).refused, "more than all would be serial");
  EXPECT_EQ(of_kind(c, law_kind::amdahl).refused, "more than all would be serial");
}

TEST(law_choice, a_knee_at_a_socket_is_no_law) {
  // The ninth thread and those after it are worth 0.4 of one before.
  laboratory lab(5);
  const auto knee = [](double n) { return 1e7 * (n <= 8 ? n : 8 + 0.4 * (n - 8)); };
  const std::vector<double> threads{1, 2, 4, 6, 8, 10, 12, 14, 16};
  const law_choice c = choose_law(lab.measure(knee, threads, 8, 0.01));
  EXPECT_FALSE(c.chosen());
  EXPECT_EQ(c.refused.rfind("no law fits; of the nearest, ", 0), 0U) << c.refused;
  EXPECT_NE(of_kind(c, law_kind::usl).refused.find("at 8 threads"), std::string::npos)
      << of_kind(c, law_kind::usl).refused;
}

TEST(law_choice, refuses_what_grows_faster_than_its_threads) {
  laboratory lab(6);
  const auto cache = [](double n) { return 1e7 * n * (n >= 4 ? 1.2 : 1); };
  const law_choice c = choose_law(lab.measure(cache, to_sixteen, 5, 0.02));
  EXPECT_EQ(c.refused.rfind("superlinear: ", 0), 0U) << c.refused;
  EXPECT_TRUE(c.held.empty());
}

TEST(law_choice, refuses_too_few_threads_and_blocks) {
  laboratory lab(7);
  const auto rate = [](double n) { return 1e7 * n; };
  EXPECT_EQ(choose_law(lab.measure(rate, {1, 2}, 8, 0.02)).refused,
            "2 of the 5 thread counts that a law needs");
  EXPECT_EQ(choose_law(lab.measure(rate, to_sixteen, 1, 0.02)).refused,
            "1 of the 3 blocks that a law needs");
  EXPECT_EQ(choose_law(lab.measure(rate, to_sixteen, 2, 0.02)).refused,
            "2 of the 3 blocks that a law needs");
}

TEST(law_choice, degenerate_data_is_refused_or_has_finite_numbers) {
  const double inf = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(choose_law({}).chosen());
  EXPECT_FALSE(choose_law({{1}, {{3}, {3}, {3}}}).chosen());
  EXPECT_FALSE(choose_law({{1, 2, 3, 4, 5}, {}}).chosen());
  const std::vector<double> threads{1, 2, 3, 4, 5};
  const auto thrice = [&](const std::vector<double>& block) {
    return log_rates{threads, {block, block, block}};
  };
  EXPECT_EQ(choose_law(thrice({1, 2, -inf, 2, 2})).refused, "no progress at 3 threads");
  EXPECT_EQ(choose_law(thrice({1, 2, nan, 2, 2})).refused, "no progress at 3 threads");
  EXPECT_EQ(choose_law(thrice({1, 2, 3})).refused, "a block without every thread count");
  EXPECT_EQ(choose_law({{1, 2, 2, 4, 5}, {{}, {}, {}}}).refused, "thread counts that do not rise");
  EXPECT_EQ(choose_law({{nan, 2, 3, 4, 5}, {{}, {}, {}}}).refused,
            "thread counts that do not rise");
  // The same rate with every number of threads, in every block: a ceiling from the first on.
  const law_choice flat = choose_law(thrice({7, 7, 7, 7, 7}));
  ASSERT_TRUE(flat.chosen());
  EXPECT_EQ(flat.chosen()->kind, law_kind::roofline);
  EXPECT_DOUBLE_EQ(flat.chosen()->fitted->first, 1);
  for (const law_estimate& e : flat.held) {
    EXPECT_TRUE(std::isfinite(e.misfit)) << to_string(e.kind);
    EXPECT_TRUE(std::isfinite(e.worst)) << to_string(e.kind);
  }
}

TEST(law_choice, a_part_that_is_not_told_from_none_is_not_claimed) {
  laboratory lab(8);
  const law_choice c = choose_law(lab.measure(law{law_kind::amdahl, 1e7, 0.1, 0}, 8, 0.02));
  EXPECT_EQ(of_kind(c, law_kind::usl).untold, "its pairwise cost is not told from none");
  const law_choice straight = choose_law(lab.measure(law{law_kind::linear, 1e7, 0, 0}, 8, 0.02));
  EXPECT_EQ(of_kind(straight, law_kind::amdahl).untold, "its serial part is not told from none");
}

TEST(law_choice, gustafsons_law_takes_part_only_if_the_work_grows) {
  laboratory lab(9);
  const log_rates data = lab.measure(law{law_kind::gustafson, 1e7, 0.4, 0}, 8, 0.01);
  EXPECT_EQ(of_kind(choose_law(data), law_kind::gustafson).fitted, std::nullopt);
  const law_choice grows = choose_law(data, true);
  ASSERT_TRUE(grows.chosen());
  EXPECT_EQ(grows.chosen()->kind, law_kind::gustafson);
  EXPECT_TRUE(holds(grows.chosen()->first, 0.4));
}

TEST(law_extrapolation, bounds_a_visit_that_was_not_measured) {
  // Of a law known to be true; how far off another law would be, no interval tells.
  laboratory lab(10);
  int within = 0, asked = 0;
  for (int i = 0; i < many; ++i) {
    const log_rates all = lab.measure([](double n) { return rate_of(true_usl, n); },
                                      {1, 2, 3, 4, 6, 8, 12, 16, 24}, 8, 0.02);
    log_rates seen{to_sixteen, {}};
    for (const auto& block : all.blocks) seen.blocks.emplace_back(block.begin(), block.end() - 1);
    // The last block is the visit to come.
    seen.blocks.pop_back();
    const extrapolation e = extrapolate(choose_law(seen), seen, 24, 32);
    if (!e.refused.empty() || !e.rate.ci) continue;
    ++asked;
    within += holds(e.rate, std::exp(all.blocks.back().back())) ? 1 : 0;
  }
  EXPECT_GE(asked, many * 97 / 100);
  if (many < 1000) return;
  // More than 95 %: Student's t for the few blocks stretches a scatter that is known better.
  EXPECT_GE(within, asked * 95 / 100);
  EXPECT_LE(within, asked * 99 / 100);
}

TEST(law_extrapolation, stops_where_the_topology_changes_or_too_far_out) {
  laboratory lab(11);
  const log_rates data = lab.measure(true_usl, 8, 0.02);
  const law_choice c = choose_law(data);
  ASSERT_TRUE(c.chosen());
  EXPECT_EQ(extrapolate(c, data, 20, 16).refused, "the topology changes past 16 threads");
  EXPECT_EQ(extrapolate(c, data, 33, 64).refused, "more than twice the threads measured");
  EXPECT_EQ(extrapolate(c, data, 0, 64).refused, "more than twice the threads measured");
  EXPECT_EQ(extrapolate({}, data, 8, 16).refused, "no law");
  EXPECT_TRUE(extrapolate(c, data, 10, 16).measured);
  const extrapolation far = extrapolate(c, data, 24, 64);
  EXPECT_TRUE(far.refused.empty());
  EXPECT_FALSE(far.measured);
  EXPECT_NEAR(far.rate.value / rate_of(true_usl, 24), 1, 0.1);
}

}  // namespace
}  // namespace contend
