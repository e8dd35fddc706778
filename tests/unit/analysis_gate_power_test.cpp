// What a gate finds of what was planted, and what of what was not: on runs whose truth is known.
#include "report_fixture.hpp"

#include <contend/analysis/comparison.hpp>
#include <contend/analysis/gate_power.hpp>
#include <contend/analysis/plants.hpp>
#include <contend/core/rng.hpp>
#include <contend/report/power_text.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace contend {
namespace {

TEST(binomial, interval_is_clopper_and_pearsons) {
  const auto expect = [](frequency f, double low, double high, double confidence = 0.95) {
    const interval ci = f.ci(confidence);
    EXPECT_NEAR(ci.low, low, 5e-5) << f.times << " of " << f.of;
    EXPECT_NEAR(ci.high, high, 5e-5) << f.times << " of " << f.of;
  };
  // The ends have closed forms: (tail)^(1/n) from the one side or the other.
  expect({0, 14}, 0, 1 - std::pow(0.025, 1.0 / 14));
  expect({14, 14}, std::pow(0.025, 1.0 / 14), 1);
  expect({0, 1}, 0, 0.975);
  // As in the tables, and as R's binom.test prints them.
  expect({1, 10}, 0.0025, 0.4450);
  expect({5, 10}, 0.1871, 0.8129);
  expect({10, 10}, 0.6915, 1);
  expect({7, 20}, 0.1539, 0.5922);
  expect({2, 100}, 0.0024, 0.0704);
  expect({5, 10}, 0.2224, 0.7776, 0.90);
  expect({0, 0}, 0, 1);
}

TEST(binomial, interval_holds_the_truth_often_enough) {
  // Over all that 12 tries can show, weighed by how often they do: no luck in it.
  for (const double truth : {0.01, 0.05, 0.3, 0.5, 0.9}) {
    double held = 0;
    for (unsigned k = 0; k <= 12; ++k) {
      const interval ci = frequency{k, 12}.ci();
      if (truth < ci.low || truth > ci.high) continue;
      held += std::exp(std::lgamma(13.0) - std::lgamma(k + 1.0) - std::lgamma(13.0 - k) +
                       k * std::log(truth) + (12 - k) * std::log1p(-truth));
    }
    EXPECT_GE(held, 0.95) << truth;
  }
}

TEST(binomial, counts) {
  frequency f;
  for (const bool yes : {true, false, true}) f.count(yes);
  EXPECT_EQ(f, (frequency{2, 3}));
}

constexpr double small = 1.05, large = 1.5;

/// Three curves at one and two threads, each planted by 1.05 and 1.5, measured in turns on a quiet
/// host; what the candidate does there can be made up.
class gate_powers : public ::testing::Test {
 protected:
  using truth = std::function<double(const std::string& curve, double factor, unsigned block)>;

  /// As the harness does it where threads do not hinder each other.
  static double as_planted(const std::string&, double factor, unsigned) { return 1 / factor; }

  void measure(unsigned blocks, const truth& candidate_speed) {
    base = candidate = run_record();
    base.window_seconds = candidate.window_seconds = 1;
    plants slowed;
    for (const char* name : {"s/w/a", "s/w/b", "s/w/c"}) {
      for (const double factor : {1.0, large, small}) {  // not in their order
        const std::string curve = factor > 1 ? planted_name(name, factor) : name;
        if (factor > 1) slowed[curve] = factor;
        base.cases.push_back({curve, {1, 2}, std::nullopt});
        for (unsigned b = 0; b < blocks; ++b) {
          for (const unsigned n : {1u, 2u}) {
            add(base, curve, n, b, 1);
            add(candidate, curve, n, b, candidate_speed(name, factor, b));
          }
        }
      }
    }
    candidate.cases = base.cases;
    candidate.options["plant"] = to_text(slowed);
  }

  /// Fewer blocks find nothing for certain, however large it is.
  static constexpr unsigned suite = 19;
  static constexpr unsigned draws = 999;

  gate_power power() const {
    return power_of(base, candidate, {.blocks = suite, .looks = {7, 13, suite}, .draws = draws});
  }

  static const plant_power& plant(const gate_power& of, std::size_t curve, double factor) {
    for (const plant_power& p : of.curves[curve].plants) {
      if (p.factor == factor) return p;
    }
    throw std::logic_error("no such plant");
  }

  run_record base, candidate;

 private:
  void add(run_record& run, const std::string& name, unsigned threads, unsigned block,
           double speed) {
    const double rate = 1e6 * speed * std::exp(0.005 * _normal(_random));
    point_record p = testing::visit(name, threads, block, {rate, rate, rate});
    p.process_seconds = 0.5;
    run.points.push_back(std::move(p));
  }

  rng _random{7};
  std::normal_distribution<double> _normal;
};

TEST_F(gate_powers, finds_what_is_planted_and_nothing_else) {
  measure(3 * suite + 4, as_planted);
  const gate_power p = power();
  EXPECT_EQ(p.blocks, 3 * suite + 4);
  EXPECT_EQ(p.suites, 3u);  // four blocks are left over
  EXPECT_EQ(p.alarms, (frequency{0, 3}));
  EXPECT_EQ(p.alarms_confirmed, (frequency{0, 3}));
  EXPECT_EQ(p.rare.of, 9u);
  EXPECT_LE(p.rare.times, 2u);
  EXPECT_EQ(p.others, (frequency{0, 3 * 6}));
  EXPECT_EQ(p.spoilt, (frequency{0, 3 * 18}));
  ASSERT_EQ(p.curves.size(), 3u);
  for (std::size_t c = 0; c < 3; ++c) {
    const auto& plants = p.curves[c].plants;
    ASSERT_EQ(plants.size(), 3u);
    EXPECT_EQ(plants[0].factor, 1);
    EXPECT_EQ(plants[1].factor, small);
    EXPECT_EQ(plants[2].factor, large);
    EXPECT_EQ(plants[0].called, (frequency{0, 3}));
    for (const std::size_t i : {1u, 2u}) {
      EXPECT_EQ(plants[i].called, (frequency{3, 3}));
      EXPECT_EQ(plants[i].confirmed, (frequency{3, 3}));
    }
    for (const plant_power& each : plants) {
      ASSERT_EQ(each.points.size(), 2u);
      for (const point_power& at : each.points) {
        EXPECT_EQ(at.seen.blocks, 3 * suite + 4);
        EXPECT_NEAR(at.seen.at.value, -std::log(each.factor), 0.005);
        ASSERT_TRUE(at.seen.ci);
        EXPECT_LT(at.seen.ci->high - at.seen.ci->low, 0.01);
      }
    }
    for (const point_power& at : plants[0].points) {
      ASSERT_EQ(at.detectable.size(), 3u);
      for (const double d : at.detectable) {
        EXPECT_GT(d, 0.03);
        EXPECT_LT(d, 0.05);
      }
    }
  }
  // Three curves at two threads, both sides, a suite's blocks; and everything three times.
  EXPECT_DOUBLE_EQ(p.suite_seconds, 0.5 * 3 * 2 * 2 * suite);
  EXPECT_DOUBLE_EQ(p.all_seconds, 3 * p.suite_seconds);
}

TEST_F(gate_powers, suites_decide_as_a_duet_of_their_blocks_does) {
  // A change near the margin, so that suites disagree.
  measure(2 * suite, [](const std::string&, double, unsigned) { return 0.968; });
  const gate_power p = power();
  std::vector<unsigned> named(3);
  for (unsigned i = 0; i < 2; ++i) {
    run_record one = base, other = candidate;
    for (run_record* run : {&one, &other}) {
      std::erase_if(run->cases, [](const planned_case& k) {
        return k.name.find("/plant:") != std::string::npos;
      });
      std::erase_if(run->points, [i](const point_record& r) {
        return r.name.find("/plant:") != std::string::npos || r.block / suite != i;
      });
      for (point_record& r : run->points) r.block -= suite * i;
    }
    const auto duet =
        compare_pairs(pair_runs(one, other),
                      {.looks = {7, 13, suite}, .seed = derive_seed(1, i), .draws = draws});
    for (std::size_t c = 0; c < 3; ++c) {
      for (std::size_t at = 0; at < 2; ++at) {
        EXPECT_EQ(p.curves[c].plants[0].points[at].detectable[i], *duet[c].points[at].detectable);
      }
      named[c] += duet[c].is == verdict::slower ? 1 : 0;
    }
  }
  for (std::size_t c = 0; c < 3; ++c) EXPECT_EQ(plant(p, c, 1).called, (frequency{named[c], 2}));
}

TEST_F(gate_powers, a_false_alarm_counts_for_the_suite_in_whose_blocks_it_is) {
  // Nothing is planted in b, and in the blocks of the second suite it is slower all the same.
  measure(3 * suite, [](const std::string& curve, double factor, unsigned block) {
    const bool wrong = curve == "s/w/b" && factor == 1 && block >= suite && block < 2 * suite;
    return (wrong ? 0.8 : 1) / factor;
  });
  const gate_power p = power();
  EXPECT_EQ(p.alarms, (frequency{1, 3}));
  EXPECT_EQ(p.alarms_confirmed, (frequency{0, 3}));  // the third suite's blocks know nothing of it
  EXPECT_EQ(plant(p, 1, 1).called, (frequency{1, 3}));
  EXPECT_EQ(plant(p, 0, 1).called, (frequency{0, 3}));
  EXPECT_EQ(plant(p, 2, 1).called, (frequency{0, 3}));
  // Of that suite the four with a or c planted name b; those with b planted have no unplanted b.
  EXPECT_EQ(p.others, (frequency{4, 18}));
}

TEST_F(gate_powers, faster_is_a_false_alarm_too_and_no_find) {
  measure(2 * suite,
          [](const std::string& curve, double, unsigned) { return curve == "s/w/a" ? 1.3 : 1; });
  const gate_power p = power();
  EXPECT_EQ(p.alarms, (frequency{2, 2}));
  EXPECT_EQ(p.alarms_confirmed, (frequency{0, 2}));  // only what is slower is measured again
  EXPECT_EQ(plant(p, 0, large).called, (frequency{0, 2}));
}

TEST_F(gate_powers, a_plant_that_does_nothing_is_seen_as_nothing) {
  measure(2 * suite, [](const std::string& curve, double factor, unsigned) {
    return curve == "s/w/c" ? 1 : 1 / factor;
  });
  const gate_power p = power();
  const plant_power& none = plant(p, 2, large);
  EXPECT_EQ(none.called, (frequency{0, 2}));
  EXPECT_EQ(none.confirmed, (frequency{0, 2}));
  for (const point_power& at : none.points) {
    EXPECT_NEAR(at.seen.at.value, 0, 0.01);
    EXPECT_GT(at.seen.ci->low, -std::log(large) / 2);
  }
}

TEST_F(gate_powers, what_is_found_once_is_not_confirmed_by_blocks_that_lack_it) {
  measure(2 * suite, [](const std::string&, double factor, unsigned block) {
    return block < suite ? 1 / factor : 1;
  });
  const gate_power p = power();
  EXPECT_EQ(plant(p, 0, large).called, (frequency{1, 2}));
  EXPECT_EQ(plant(p, 0, large).confirmed, (frequency{0, 2}));
}

TEST_F(gate_powers, a_suite_that_the_host_spoilt_says_nothing) {
  measure(2 * suite, as_planted);
  for (point_record& p : candidate.points) {
    if (p.block < suite && p.name.starts_with("s/w/a")) {
      for (window_record& w : p.windows) w.discarded = "run delay";
    }
  }
  gate_power p = power();
  EXPECT_EQ(plant(p, 0, 1).called, (frequency{0, 1}));
  EXPECT_EQ(plant(p, 0, small).called, (frequency{1, 1}));
  EXPECT_EQ(plant(p, 1, small).called, (frequency{2, 2}));
  EXPECT_EQ(p.alarms.of, 2u);  // its other curves were measured
  EXPECT_EQ(p.rare.of, 5u);
  EXPECT_EQ(p.spoilt, (frequency{6, 36}));
  EXPECT_EQ(plant(p, 0, 1).points[0].detectable.size(), 1u);
  EXPECT_TRUE(plant(p, 0, 1).points[0].spoilt);  // half of its windows, over all
  EXPECT_FALSE(plant(p, 1, 1).points[0].spoilt);
  for (point_record& r : candidate.points) {
    for (window_record& w : r.windows) w.discarded = "run delay";
  }
  p = power();
  EXPECT_EQ(p.alarms.of, 0u);
  EXPECT_EQ(p.others.of, 0u);
  EXPECT_EQ(p.spoilt, (frequency{36, 36}));
}

TEST_F(gate_powers, a_block_that_was_cut_short_counts_for_nothing) {
  measure(2 * suite, as_planted);
  const auto last = base.points.back().block;
  ASSERT_EQ(last, 2 * suite - 1);
  base.points.pop_back();
  candidate.points.pop_back();
  EXPECT_EQ(power().blocks, 2 * suite - 1);
  EXPECT_EQ(power().suites, 1u);
  EXPECT_EQ(power().alarms_confirmed.of, 0u);  // there is no second one
  for (run_record* run : {&base, &candidate}) {
    std::erase_if(run->points, [](const point_record& p) { return p.block > 0; });
  }
  EXPECT_EQ(power().blocks, 1u);
  EXPECT_EQ(power().suites, 0u);
  EXPECT_EQ(power().spoilt.of, 18u);
  base.points.pop_back();
  candidate.points.pop_back();
  EXPECT_EQ(power().blocks, 0u);
  base.points.clear();
  candidate.points.clear();
  EXPECT_EQ(power().blocks, 0u);
}

TEST_F(gate_powers, text_says_the_same_of_the_same_run_and_the_short_of_it_first) {
  measure(2 * suite, as_planted);
  const gate of{.blocks = suite, .looks = {7, 13, suite}, .draws = draws};
  const std::string text = power_text(power_of(base, candidate, of), of, base, {});
  EXPECT_EQ(text, power_text(power_of(base, candidate, of), of, base, {}));
  const auto at = [&text](const char* words) {
    EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
    return text.find(words);
  };
  EXPECT_LT(at("False alarms: 0 of 2 suites (95 %: 0 to 84 %)."), at("though nothing is planted"));
  at("Found: a planted slow-down of 4.8 % in 6 of 6, of 33 % in 6 of 6 suites");
  at("The smallest that a suite finds 9 times in 10: 3.");
  at("-4.8 % (x1.05)");
  const gate of_few{.blocks = 6, .looks = {2, 4, 6}, .draws = draws};
  const std::string few = power_text(power_of(base, candidate, of_few), of_few, base, {});
  EXPECT_NE(few.find("6 blocks are too few to call any of 3 curves"), std::string::npos) << few;
  const gate of_many{.blocks = 60, .looks = {20, 40, 60}, .draws = draws};
  const std::string none = power_text(power_of(base, candidate, of_many), of_many, base, {});
  EXPECT_NE(none.find("one suite takes 60 blocks, and there are 38"), std::string::npos) << none;
}

}  // namespace
}  // namespace contend
