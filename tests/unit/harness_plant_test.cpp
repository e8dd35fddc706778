// The arithmetic of a planted slow-down: made-up times, no clock.
#include <contend/core/rng.hpp>
#include <contend/harness/plant.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace contend::harness {
namespace {

constexpr std::int64_t period = common_pause::period_ns;

/// A worker on a clock of its own, whose steps take what `length` says. Returns what it got done:
/// the time that its steps took, of all time.
template <class Length>
double share_of_work(double factor, std::int64_t begin, std::int64_t end, Length length,
                     std::vector<std::pair<std::int64_t, std::int64_t>>* pauses = nullptr) {
  common_pause pause(factor);
  std::int64_t now = begin, worked = 0;
  pause.resume(now);
  while (now < end) {
    const unsigned steps = pause.steps();
    for (unsigned i = 0; i < steps; ++i) {
      const std::int64_t took = length();
      worked += took;
      now += took;
    }
    const std::int64_t until = pause.until(now, steps);
    if (until > now) {
      if (pauses != nullptr) pauses->emplace_back(now, until);
      now = until;
    }
    pause.resume(now);
  }
  return static_cast<double>(worked) / static_cast<double>(now - begin);
}

TEST(plant, all_time_becomes_the_factor_whatever_steps_take) {
  for (const double factor : {1.0, 1.025, 1.05, 1.5, 10.0}) {
    for (const std::int64_t length : {100, 3'000, 11'000, 90'000, 1'300'000, 7'000'000}) {
      rng random(7);
      const auto uneven = [&] {
        return length / 2 +
               static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(length)));
      };
      const double seen = share_of_work(factor, 12'345, 2'000 * period, uneven);
      // The first period has no pause, and the last steps' own is not over.
      const double edges =
          factor * (2 * factor * static_cast<double>(length) + static_cast<double>(period)) /
          (2000.0 * static_cast<double>(period));
      EXPECT_NEAR(seen * factor, 1, 2e-3 + edges) << factor << ' ' << length;
    }
  }
}

TEST(plant, all_workers_pause_together) {
  rng random(3);
  std::vector<std::pair<std::int64_t, std::int64_t>> one, other;
  const auto about = [&](std::uint64_t ns) {
    return [&random, ns] { return static_cast<std::int64_t>(ns / 2 + random.below(ns)); };
  };
  share_of_work(1.05, 0, 200 * period, about(10'000), &one);
  share_of_work(1.05, 1'234'567, 200 * period, about(13'000), &other);
  ASSERT_EQ(one.size(), other.size());
  std::int64_t paused = 0, together = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    paused += one[i].second - one[i].first;
    together += std::max<std::int64_t>(
        0, std::min(one[i].second, other[i].second) - std::max(one[i].first, other[i].first));
  }
  EXPECT_GT(static_cast<double>(together), 0.95 * static_cast<double>(paused));
}

/// A worker with steps of 10 us, up to the first look in the next period, which comes `late`.
std::int64_t pause_of_late(std::int64_t late) {
  common_pause pause(1.05);
  std::int64_t now = period + 1;
  pause.resume(now);
  while (true) {
    const unsigned steps = pause.steps();
    if (now + steps * 10'000 >= 2 * period) {
      now = 2 * period + late;
      return pause.until(now, steps) - now;
    }
    now += steps * 10'000;
    EXPECT_EQ(pause.until(now, steps), now);
    pause.resume(now);
  }
}

TEST(plant, who_was_held_up_pauses_for_the_rest) {
  const auto whole = static_cast<std::int64_t>(period * (1 - 1 / 1.05));
  EXPECT_EQ(pause_of_late(0), whole);
  EXPECT_EQ(pause_of_late(5'000), whole);
  // By a partner who paused, or half of its pause.
  EXPECT_EQ(pause_of_late(whole), 0);
  EXPECT_EQ(pause_of_late(whole / 2), whole - whole / 2);
  // By the kernel, for a time slice, and for three periods.
  EXPECT_EQ(pause_of_late(4'000'000), 0);
  EXPECT_EQ(pause_of_late(3 * period + whole), 0);
}

TEST(plant, follows_a_load_that_becomes_slow) {
  int calls = 0;
  const double slower =
      share_of_work(1.05, 0, 2'000 * period, [&] { return ++calls < 20'000 ? 1'000 : 400'000; });
  EXPECT_NEAR(slower, 1 / 1.05, 5e-3);
}

TEST(plant, of_one_never_pauses) {
  common_pause none(1);
  none.resume(5);
  EXPECT_EQ(none.until(1'000'000'000, 1), 1'000'000'000);
}

TEST(plant, is_no_speed_up) {
  for (const double bad : {0.99, 0.0, -1.0, std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<double>::infinity()}) {
    EXPECT_THROW(common_pause{bad}, std::invalid_argument);
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
