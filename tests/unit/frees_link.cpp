// The ring's transport and its sizes, each alone.
#include <suites/frees/batch_link.hpp>
#include <suites/frees/size_mix.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <thread>

namespace contend::suites {
namespace {

TEST(batch_link, holds_exactly_its_depth) {
  batch_link link(3, 2);
  EXPECT_TRUE(link.front().empty());
  EXPECT_FALSE(link.full());
  for (std::uint32_t i = 0; i < 3; ++i) {
    const auto room = link.room();
    ASSERT_EQ(room.size(), 2u);
    room[0] = {nullptr, i};
    room[1] = {nullptr, 10 + i};
    link.send();
  }
  EXPECT_TRUE(link.room().empty());
  EXPECT_TRUE(link.full());
  for (std::uint32_t i = 0; i < 3; ++i) {
    const auto batch = link.front();
    ASSERT_EQ(batch.size(), 2u);
    EXPECT_EQ(batch[0].bytes, i);
    EXPECT_EQ(batch[1].bytes, 10 + i);
    link.pop();
    EXPECT_FALSE(link.full());
  }
  EXPECT_TRUE(link.front().empty());
  EXPECT_EQ(link.room().size(), 2u);
}

TEST(batch_link, keeps_slots_apart) {
  batch_link link(2, 1);
  const auto* first = link.room().data();
  link.send();
  const auto* second = link.room().data();
  EXPECT_GE(second - first, static_cast<std::ptrdiff_t>(no_share / sizeof(block)));
}

TEST(batch_link, carries_everything_once_and_in_order_between_threads) {
  batch_link link(4, 40);  // a batch over several lines
  constexpr std::uint32_t batches = 20000;
  std::jthread producer([&] {
    for (std::uint32_t sent = 0; sent < batches;) {
      const auto room = link.room();
      if (room.empty()) {
        std::this_thread::yield();
        continue;
      }
      for (std::uint32_t i = 0; i < room.size(); ++i) room[i] = {nullptr, sent * 40 + i};
      link.send();
      ++sent;
    }
  });
  std::uint32_t expected = 0;
  while (expected < batches * 40) {
    const auto batch = link.front();
    if (batch.empty()) {
      std::this_thread::yield();
      continue;
    }
    for (const block& b : batch) ASSERT_EQ(b.bytes, expected++);
    link.pop();
  }
}

TEST(size_mix, is_fixed_or_log_uniform) {
  rng random(1);
  const size_mix fixed("64", 16);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(fixed(random), 64u);

  const size_mix mixed("16-1024", 16);
  unsigned doubling[6] = {};
  constexpr unsigned draws = 60000;
  for (unsigned i = 0; i < draws; ++i) {
    const std::uint32_t n = mixed(random);
    ASSERT_GE(n, 16u);
    ASSERT_LE(n, 1024u);
    ++doubling[std::min(5, static_cast<int>(std::log2(n / 16.0)))];
  }
  for (unsigned count : doubling) EXPECT_NEAR(count, draws / 6.0, draws * 0.02);
}

/// Of many draws.
double mean_drawn(const size_mix& sizes) {
  rng random(2);
  double sum = 0;
  for (int i = 0; i < 100000; ++i) sum += sizes(random);
  return sum / 100000;
}

TEST(size_mix, knows_its_mean) {
  for (const char* text :
       {"64", "16-1024", "uniform_16-1000", "power_16-32768", "doubling_16-8192", "fleet"}) {
    const size_mix sizes(text, 16);
    EXPECT_NEAR(sizes.mean(), mean_drawn(sizes), 0.05 * sizes.mean()) << text;
  }
  EXPECT_NEAR(size_mix("uniform_16-1000", 16).mean(), 508, 1);
  EXPECT_EQ(size_mix("doubling_16-64", 16).mean(), (16 + 32 + 64) / 3.0);
  // Half of all draws are below twice the least size, where density falls with the square.
  const size_mix power("power_16-32768", 16);
  rng random(3);
  int small = 0;
  for (int i = 0; i < 10000; ++i) small += power(random) < 32 ? 1 : 0;
  EXPECT_NEAR(small, 5000, 250);
}

TEST(size_mix, refuses_what_it_can_not_draw_from) {
  for (const char* text :
       {"", "x", "8", "64-16", "64-", "-64", "uniform_", "fleets", "uniform_8-64", "1e3"}) {
    EXPECT_THROW(size_mix(text, 16), std::invalid_argument) << text;
  }
}

}  // namespace
}  // namespace contend::suites
