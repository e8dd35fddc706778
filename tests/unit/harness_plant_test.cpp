// The arithmetic of a planted slow-down: made-up times, no clock.
#include <contend/harness/plant.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <stdexcept>

namespace contend::harness {
namespace {

TEST(plant, waits_in_proportion) {
  slow_down five(1.05);
  EXPECT_EQ(five.after_steps(10'000), 500);
  five.waited(500);
  EXPECT_EQ(five.after_steps(20'000), 1000);
}

TEST(plant, what_a_wait_took_too_much_the_next_one_takes_less) {
  slow_down twice(2);
  EXPECT_EQ(twice.after_steps(1000), 1000);
  twice.waited(1300);
  EXPECT_EQ(twice.after_steps(1000), 700);
  twice.waited(5000);
  EXPECT_EQ(twice.after_steps(1000), 0);  // still ahead by 3300
  EXPECT_EQ(twice.after_steps(1000), 0);
}

TEST(plant, all_time_together_becomes_the_factor) {
  for (const double factor : {1.0, 1.01, 1.05, 1.5, 3.0}) {
    slow_down s(factor);
    double worked = 0, waited = 0;
    for (int i = 0; i < 10'000; ++i) {
      const std::int64_t took = 9'000 + 37 * (i % 60);
      worked += static_cast<double>(took);
      if (const std::int64_t wait = s.after_steps(took); wait > 0) {
        const std::int64_t really = wait + 40 + i % 30;  // a clock is no finer
        waited += static_cast<double>(really);
        s.waited(really);
      }
    }
    EXPECT_NEAR((worked + waited) / worked, factor, 1e-5) << factor;
  }
}

TEST(plant, being_timed_is_a_part_of_it) {
  slow_down s(1.05, 30);
  double all = 0, without = 0;
  for (int i = 0; i < 10'000; ++i) {
    const std::int64_t own = 2'000 + i % 50;
    const std::int64_t wait = s.after_steps(own + 30);
    s.waited(wait);
    all += static_cast<double>(own + 30 + wait);
    without += static_cast<double>(own);
  }
  EXPECT_NEAR(all / without, 1.05, 1e-5);
}

TEST(plant, steps_that_lost_their_cpu_owe_what_usual_ones_do) {
  slow_down s(1.05);
  for (int i = 0; i < 100; ++i) {
    const std::int64_t wait = s.after_steps(10'000);
    EXPECT_EQ(wait, 500);
    s.waited(wait);
  }
  EXPECT_EQ(s.after_steps(4'000'000), 500);  // 3.99 ms on the run queue
}

TEST(plant, long_steps_owe_all_of_it) {
  slow_down s(1.05);
  for (const std::int64_t took : {20'000'000, 30'000'000, 22'000'000, 90'000'000}) {
    const std::int64_t wait = s.after_steps(took);
    EXPECT_NEAR(static_cast<double>(wait), 0.05 * static_cast<double>(took), 1);
    s.waited(wait);
  }
}

TEST(plant, of_one_never_waits) {
  slow_down none(1);
  EXPECT_EQ(none.after_steps(1'000'000'000), 0);
}

TEST(plant, is_no_speed_up) {
  for (const double bad : {0.99, 0.0, -1.0, std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<double>::infinity()}) {
    EXPECT_THROW(slow_down{bad}, std::invalid_argument);
  }
}

/// Counts what is asked of it.
class counting final : public load {
 public:
  struct mine final : member {
    tally step(std::uint32_t rounds) override { return tally::all(rounds); }
    void settle() override {}
    bool nudge() override { return true; }
  };
  std::unique_ptr<member> join(const seat&) override { return std::make_unique<mine>(); }
  complaint verify() override { return "as asked"; }
  std::vector<metric> metrics() const override { return {{"m", "ns", 1}}; }
  std::vector<series> histories() const override { return {}; }
  std::optional<std::uint64_t> live_bytes() const override { return 7; }
  std::optional<std::uint64_t> memory_operations() const override { return std::nullopt; }
  std::uint64_t round_operations() const override { return 3; }
};

TEST(plant, passes_everything_else_through) {
  const auto slow = planted(std::make_unique<counting>(), 1.5);
  const auto worker = slow->join({});
  EXPECT_EQ(worker->step(12), tally::all(12));
  EXPECT_TRUE(worker->nudge());
  EXPECT_EQ(slow->verify(), "as asked");
  EXPECT_EQ(slow->metrics().size(), 1u);
  EXPECT_EQ(slow->live_bytes(), 7u);
  EXPECT_EQ(slow->round_operations(), 3u);
  EXPECT_THROW((void)planted(std::make_unique<counting>(), 0.5), std::invalid_argument);
}

}  // namespace
}  // namespace contend::harness
