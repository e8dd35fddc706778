// The count that sticks at zero.
#include <contend/model/refcount/sticky_counter.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <cstdint>
#include <thread>
#include <vector>

namespace contend::model {
namespace {

TEST(sticky_counter, counts) {
  sticky_counter<> c(1);
  EXPECT_EQ(c.load(), 1u);
  c.increment();
  EXPECT_TRUE(c.try_increment());
  EXPECT_EQ(c.load(), 3u);
  EXPECT_FALSE(c.decrement());
  EXPECT_FALSE(c.decrement());
  EXPECT_TRUE(c.decrement());
  EXPECT_EQ(c.load(), 0u);
}

TEST(sticky_counter, sticks_at_zero) {
  sticky_counter<> c(1);
  EXPECT_TRUE(c.decrement());
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(c.try_increment());
  EXPECT_EQ(c.load(), 0u);
}

TEST(sticky_counter, may_start_dead) {
  sticky_counter<> c(0);
  EXPECT_FALSE(c.try_increment());
  EXPECT_EQ(c.load(), 0u);
}

TEST(sticky_counter, holds_as_many_failures_as_the_word_has_room_for) {
  sticky_counter<std::uint8_t> narrow(1);
  EXPECT_TRUE(narrow.decrement());
  for (int i = 0; i < 127; ++i) EXPECT_FALSE(narrow.try_increment()) << i;
  // The documented end of what 8 bits can do, and the reason for 64.
  (void)narrow.try_increment();
  EXPECT_TRUE(narrow.try_increment());
}

/// Threads that count up from what may be nothing, and down again, while others look. Each round
/// must have one decrement that takes the credit, and nothing may come back after it.
TEST(sticky_counter, one_decrement_takes_the_credit_whoever_looks) {
#if defined(CONTEND_PERTURB)
  perturbation::seed(7);
#endif
  constexpr int rounds = 2000, counting = 2, looking = 1;
  std::atomic<int> credits{0}, revived{0}, wrong_rounds{0};
  sticky_counter<>* current = nullptr;
  alignas(sticky_counter<>) unsigned char room[sizeof(sticky_counter<>)];
  int payload = 0;  // not atomic: TSan checks that the credit comes after every use
  std::barrier round(counting + looking, [&]() noexcept {
    if (current != nullptr && credits.exchange(0) != 1) ++wrong_rounds;
    payload = 0;
    current = new (room) sticky_counter<>(counting);
  });
  const auto drop = [&] {
    if (current->decrement()) {
      ++payload;
      ++credits;
    }
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < counting; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < rounds; ++i) {
        round.arrive_and_wait();
        (void)*static_cast<volatile int*>(&payload);
        drop();
        if (current->try_increment()) {
          (void)*static_cast<volatile int*>(&payload);
          drop();
        }
      }
      round.arrive_and_wait();
    });
  }
  threads.emplace_back([&] {
    for (int i = 0; i < rounds; ++i) {
      round.arrive_and_wait();
      bool dead = false;
      for (int k = 0; k < 4; ++k) {
        const bool now_dead = current->load() == 0;
        if (dead && (!now_dead || current->try_increment())) ++revived;
        dead = now_dead;
      }
    }
    round.arrive_and_wait();
  });
  for (auto& t : threads) t.join();
  EXPECT_EQ(wrong_rounds, 0);
  EXPECT_EQ(revived, 0);
}

}  // namespace
}  // namespace contend::model
