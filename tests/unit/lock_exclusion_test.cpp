// Locks of ours: what is guarded is whole, and nobody sleeps for ever. TSan sees the rest.
#include <contend/model/lock/byte_mutex.hpp>
#include <contend/model/lock/spin_lock.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

namespace contend::model {
namespace {

template <class Lock>
class lock_of : public ::testing::Test {};
using locks = ::testing::Types<byte_mutex, spin_lock>;
TYPED_TEST_SUITE(lock_of, locks);

TYPED_TEST(lock_of, guards_a_plain_counter) {
  constexpr int threads = 4, each = 5000;
  TypeParam lock;
  int count = 0;
  {
    std::vector<std::jthread> team;
    for (int t = 0; t < threads; ++t) {
      team.emplace_back([&] {
        for (int i = 0; i < each; ++i) {
          const std::lock_guard held(lock);
          ++count;
        }
      });
    }
  }
  EXPECT_EQ(count, threads * each);
}

TYPED_TEST(lock_of, try_lock_succeeds_only_when_free) {
  TypeParam lock;
  EXPECT_TRUE(lock.try_lock());
  EXPECT_FALSE(lock.try_lock());
  lock.unlock();
  EXPECT_TRUE(lock.try_lock());
  lock.unlock();
}

// Whoever sleeps long enough is handed the lock, even from a holder that takes it back at once.
TEST(byte_mutex, a_sleeper_is_served_in_the_end) {
  byte_mutex lock;
  std::atomic<int> waiting{0}, served{0};
  lock.lock();
  std::vector<std::jthread> sleepers;
  for (int t = 0; t < 3; ++t) {
    sleepers.emplace_back([&] {
      ++waiting;
      lock.lock();
      ++served;
      lock.unlock();
    });
  }
  while (waiting != 3) std::this_thread::yield();
  while (served != 3) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    lock.unlock();
    lock.lock();
  }
  lock.unlock();
}

}  // namespace
}  // namespace contend::model
