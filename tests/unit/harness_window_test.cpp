// The arithmetic of windows on made-up counters and clocks.
#include <contend/harness/snapshot.hpp>

#include <gtest/gtest.h>

namespace contend::harness {
namespace {

constexpr std::int64_t ms = 1'000'000;

snapshot at(std::int64_t ns, std::vector<tally> done, std::vector<scheduling> sched = {},
            std::int64_t smear = 0) {
  return {ns - smear / 2, ns + smear / 2, std::move(done), std::move(sched)};
}

activity running(std::size_t threads, std::int64_t since = -1) {
  return {std::vector<std::int64_t>(threads, since), std::vector<std::int64_t>(threads, 0)};
}

TEST(window, is_the_sum_over_threads_of_one_common_interval) {
  const auto b = at(100 * ms, {{1000, 900}, {5000, 5000}});
  const auto e = at(120 * ms, {{3000, 2400}, {6000, 5500}});
  const window_record w = window_between(b, e, running(2), {}, false);
  EXPECT_DOUBLE_EQ(w.seconds, 0.020);
  EXPECT_DOUBLE_EQ(w.attempted, 3000);
  EXPECT_DOUBLE_EQ(w.succeeded, 2000);
  EXPECT_DOUBLE_EQ(w.overlap, 1);
  EXPECT_EQ(w.discarded, "");
}

TEST(window, fairness_is_min_over_max_and_jain) {
  const auto b = at(100 * ms, {{0, 0}, {0, 0}});
  const auto e = at(120 * ms, {{100, 100}, {300, 300}});
  const window_record w = window_between(b, e, running(2), {}, false);
  EXPECT_DOUBLE_EQ(w.fairness_min_max, 1.0 / 3);
  EXPECT_DOUBLE_EQ(w.fairness_jain, 400.0 * 400 / (2 * (100.0 * 100 + 300.0 * 300)));
}

TEST(window, a_starved_thread_is_unfair_and_no_division_by_zero) {
  const auto b = at(0, {{0, 0}, {0, 0}});
  const auto idle = window_between(b, at(20 * ms, {{0, 0}, {0, 0}}), running(2), {}, false);
  EXPECT_DOUBLE_EQ(idle.fairness_jain, 1);
  const auto one = window_between(b, at(20 * ms, {{9, 9}, {5, 0}}), running(2), {}, false);
  EXPECT_DOUBLE_EQ(one.fairness_min_max, 0);
  EXPECT_DOUBLE_EQ(one.fairness_jain, 0.5);
}

TEST(window, overlap_counts_only_the_time_in_which_all_were_stepping) {
  const auto b = at(100 * ms, {{0, 0}, {0, 0}});
  const auto e = at(120 * ms, {{9, 9}, {9, 9}});
  activity when = running(2);
  when.first_step_ns[1] = 105 * ms;
  window_record w = window_between(b, e, when, {}, false);
  EXPECT_DOUBLE_EQ(w.overlap, 0.75);
  EXPECT_NE(w.discarded, "");
  when = running(2);
  when.last_step_ns[0] = 110 * ms;
  EXPECT_DOUBLE_EQ(window_between(b, e, when, {}, false).overlap, 0.5);
  when.first_step_ns[0] = 0;  // has not stepped at all
  EXPECT_DOUBLE_EQ(window_between(b, e, when, {}, false).overlap, 0);
}

TEST(window, run_delay_above_two_percent_discards) {
  const auto b = at(0, {{0, 0}, {0, 0}}, {{0, 0, 0}, {0, 0, 0}});
  const auto quiet = at(20 * ms, {{9, 9}, {9, 9}}, {{20'000'000, 0, 1}, {19'300'000, 700'000, 1}});
  const window_record kept = window_between(b, quiet, running(2), {}, false);
  EXPECT_EQ(kept.discarded, "");
  EXPECT_DOUBLE_EQ(kept.run_delay, 0.7 / 40);
  const auto noisy =
      at(20 * ms, {{9, 9}, {9, 9}}, {{20'000'000, 0, 1}, {19'000'000, 1'000'000, 1}});
  EXPECT_EQ(window_between(b, noisy, running(2), {}, false).discarded, "run delay");
}

TEST(window, a_load_that_sleeps_and_wakes_is_not_blamed_for_its_own_wake_ups) {
  const auto b = at(0, {{0, 0}}, {{0, 0, 0}});
  // 1000 wake-ups at 2 us: 10 % run delay, all of it the load's own.
  const auto e = at(20 * ms, {{9, 9}}, {{10'000'000, 2'000'000, 1000}});
  const window_record w = window_between(b, e, running(1), {}, false);
  EXPECT_DOUBLE_EQ(w.run_delay, 0.1);
  EXPECT_EQ(w.discarded, "");
}

TEST(window, a_load_that_waits_for_its_own_threads_is_not_blamed_for_them) {
  const auto b = at(0, {{0, 0}, {0, 0}}, {{0, 0, 0}, {0, 0, 0}});
  auto e = at(20 * ms, {{9, 9}, {9, 9}}, {{10 * ms, 10 * ms, 9}, {10 * ms, 10 * ms, 9}});
  EXPECT_EQ(window_between(b, e, running(2), {}, false).discarded, "run delay");
  e.helpers_cpu_ns = 19'500'000;
  EXPECT_EQ(window_between(b, e, running(2), {}, false).discarded, "");
  e.helpers_cpu_ns = 15 * ms;
  EXPECT_EQ(window_between(b, e, running(2), {}, false).discarded, "run delay") << "5 of 40 ms";
  // The clocks are read one after the other.
  e.helpers_cpu_ns = static_cast<std::uint64_t>(-1000);
  EXPECT_EQ(window_between(b, e, running(2), {}, false).discarded, "run delay");
}

TEST(window, oversubscription_is_a_regime_and_no_reason_to_discard) {
  const auto b = at(0, {{0, 0}}, {{0, 0, 0}});
  const auto e = at(20 * ms, {{9, 9}}, {{5'000'000, 15'000'000, 4}});
  EXPECT_EQ(window_between(b, e, running(1), {}, false).discarded, "run delay");
  EXPECT_EQ(window_between(b, e, running(1), {}, true).discarded, "");
}

TEST(window, counters_read_too_far_apart_are_no_instant) {
  const auto b = at(100 * ms, {{0, 0}}, {}, 400'000);
  const auto e = at(120 * ms, {{9, 9}});
  EXPECT_NE(window_between(b, e, running(1), {}, true).discarded, "");
}

TEST(window, refuses_snapshots_that_do_not_belong_together) {
  const auto b = at(100, {{0, 0}});
  EXPECT_THROW((void)window_between(b, at(200, {{0, 0}, {0, 0}}), running(1), {}, false),
               std::invalid_argument);
  EXPECT_THROW((void)window_between(b, at(100, {{0, 0}}), running(1), {}, false),
               std::invalid_argument);
  EXPECT_THROW((void)window_between({}, {}, {}, {}, false), std::invalid_argument);
}

// Eight threads take turns on two CPUs: whoever times each thread's own running time adds up to
// eight CPUs' work; one common interval can't.
TEST(window, private_work_never_exceeds_what_the_cpus_gave) {
  constexpr double rate = 1e6;  // operations a CPU-second
  std::vector<tally> begin(8), end(8);
  std::vector<scheduling> sched_begin(8), sched_end(8);
  for (std::size_t i = 0; i < 8; ++i) {
    const std::uint64_t cpu_ns = 5 * ms;  // each ran for a quarter of the window
    end[i] = tally::all(static_cast<std::uint64_t>(rate * cpu_ns * 1e-9));
    sched_end[i] = {cpu_ns, 15 * ms, 4};
  }
  const auto w =
      window_between(at(0, begin, sched_begin), at(20 * ms, end, sched_end), running(8), {}, true);
  EXPECT_LE(w.succeeded / w.seconds, 2 * rate);
  EXPECT_DOUBLE_EQ(w.cpu * 8, 2);
}

TEST(start_skew, is_last_minus_first) {
  activity when{{5 * ms, 2 * ms, 9 * ms}, {}};
  EXPECT_DOUBLE_EQ(start_skew(when), 0.007);
  EXPECT_DOUBLE_EQ(start_skew({}), 0);
}

TEST(share_meter, sums_to_one) {
  share_meter m;
  m.add(at(0, {{0, 0}, {0, 0}}), at(1, {{30, 30}, {10, 10}}));
  m.add(at(1, {{30, 30}, {10, 10}}), at(2, {{60, 60}, {30, 30}}));
  EXPECT_DOUBLE_EQ(m.shares()[0], 60.0 / 90);
  EXPECT_DOUBLE_EQ(m.shares()[1], 30.0 / 90);
}

}  // namespace
}  // namespace contend::harness
