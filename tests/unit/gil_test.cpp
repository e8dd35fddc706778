#include <contend/model/lock/gil.hpp>
#include <contend/subject/runtime.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace contend::model {
namespace {

using namespace std::chrono_literals;

TEST(gil, stays_with_a_thread_that_nobody_disturbs) {
  gil lock;
  gil::thread me(lock);
  for (int i = 0; i < 100; ++i) {
    const attached here(me);
    me.safepoint();
  }
  EXPECT_EQ(lock.switches(), 1u);
}

// The holder never detaches: only the forced switch at a safepoint lets the other one in.
TEST(gil, a_running_holder_passes_it_on_when_asked) {
  gil lock(100us);
  gil::thread me(lock);
  me.attach();
  int turns_of_other = 0;  // guarded by the lock
  std::jthread other([&] {
    gil::thread it(lock);
    for (int i = 0; i < 3; ++i) {
      const attached here(it);
      ++turns_of_other;
    }
  });
  while (turns_of_other < 3) me.safepoint();
  EXPECT_GE(lock.switches(), 2u);
  me.detach();
}

// Only the lock orders the two uses of `value`: TSan sees it if detach() or the taking does not.
TEST(gil, a_detached_thread_loses_it_to_whoever_waited_an_interval) {
  gil lock(100us);
  int value = 0;
  std::atomic<bool> detached{false};
  gil::thread me(lock);
  std::jthread other([&] {
    while (!detached.load(std::memory_order_relaxed)) std::this_thread::yield();
    gil::thread it(lock);
    const attached here(it);  // returns although the first thread does nothing
    EXPECT_EQ(value, 1);
    value = 2;
  });
  me.attach();
  value = 1;
  me.detach();
  detached.store(true, std::memory_order_relaxed);
  other.join();
  const attached here(me);
  EXPECT_EQ(value, 2);
  EXPECT_EQ(lock.switches(), 3u);
}

TEST(gil, the_end_of_its_holder_frees_it_at_once) {
  gil lock(1h);
  {
    gil::thread first(lock);
    const attached here(first);
  }
  gil::thread second(lock);
  const attached here(second);
  EXPECT_EQ(lock.switches(), 2u);
}

TEST(gil, guards_a_plain_counter) {
  constexpr int threads = 4, each = 2000;
  gil lock(50us);
  int count = 0;
  {
    std::vector<std::jthread> team;
    for (int t = 0; t < threads; ++t) {
      team.emplace_back([&] {
        gil::thread me(lock);
        for (int i = 0; i < each; ++i) {
          const attached here(me);
          ++count;
          me.safepoint();
          ++count;
        }
      });
    }
  }
  EXPECT_EQ(count, threads * each * 2);
}

}  // namespace
}  // namespace contend::model
