// Backpressure: a wake-up that is lost is a complaint and no hang, and nobody sleeps for ever
// because the others have stopped.
#include "drive.hpp"
#include "said.hpp"

#include <suites/buffers/backpressure.hpp>

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace contend {
namespace {

using suites::item;

enum class sleeper { good, deaf_producers, deaf_consumers, loses };

/// A bounded queue whose pops, or pushes, wake nobody.
template <sleeper Bug>
class sleepy {
 public:
  using value_type = item;
  static constexpr subject_info info{.name = "sleepy", .title = "", .source = ""};
  static constexpr buffer_info traits{.order = order_guarantee::fifo, .bounded = true};

  explicit sleepy(const buffer_size& size) : _capacity(size.capacity) {}

  void close() {
    const std::lock_guard hold(_lock);
    _closed = true;
    _room.notify_all();
    _stock.notify_all();
  }

  class handle {
   public:
    explicit handle(sleepy& buffer) : _b(buffer) {}
    bool push(item v) {
      std::unique_lock hold(_b._lock);
      _b._room.wait(hold, [&] { return _b._closed || _b._items.size() < _b._capacity; });
      return !_b._closed && _b.put(v);
    }
    bool pop(item& v) {
      std::unique_lock hold(_b._lock);
      _b._stock.wait(hold, [&] { return _b._closed || !_b._items.empty(); });
      return _b.take(v);
    }
    bool try_push(item v) {
      const std::lock_guard hold(_b._lock);
      return _b._items.size() < _b._capacity && _b.put(v);
    }
    bool try_pop(item& v) {
      const std::lock_guard hold(_b._lock);
      return _b.take(v);
    }

   private:
    sleepy& _b;
  };

 private:
  bool put(item v) {
    if (Bug != sleeper::loses || ++_pushes % 100 != 0) _items.push_back(v);
    if (Bug != sleeper::deaf_consumers) _stock.notify_one();
    return true;
  }
  bool take(item& v) {
    if (_items.empty()) return false;
    v = _items.front();
    _items.pop_front();
    if (Bug != sleeper::deaf_producers) _room.notify_one();
    return true;
  }

  std::mutex _lock;
  std::condition_variable _room, _stock;
  std::deque<item> _items;
  std::size_t _capacity;
  unsigned _pushes = 0;
  bool _closed = false;
};

template <sleeper Bug>
harness::stress_result under_pressure(unsigned threads, const char* work) {
  return drive<suites::backpressure<sleepy<Bug>>>(threads, 2000,
                                                  {{"capacity", "8"}, {"work", work}});
}

TEST(buffer_sleepers_oracle, a_lost_wake_up_is_a_complaint_and_no_hang) {
  expect_complains(under_pressure<sleeper::deaf_producers>(2, "64").wrong, "wake-up was lost");
  // Alone, a consumer sleeps on an empty buffer, into which its partner then pushes.
  using W = suites::backpressure<sleepy<sleeper::deaf_consumers>>;
  W load({.threads = 2,
          .params = parameters(parameter_list{{"capacity", "8"}, {"work", "0"}}),
          .seed = 1});
  {
    typename W::worker producer(load, {.index = 0, .threads = 2, .seed = 1});
    std::thread other([&] {
      typename W::worker consumer(load, {.index = 1, .threads = 2, .seed = 2});
      consumer.step(1000);
    });
    producer.step(1);
    other.join();
  }
  expect_complains(load.verify(), "wake-up was lost");
}

TEST(buffer_sleepers_oracle, sleepers_pass_a_good_buffer_and_see_a_loss) {
  for (const unsigned threads : {2u, 3u, 5u}) {
    const auto r = under_pressure<sleeper::good>(threads, "64");
    EXPECT_EQ(r.wrong, std::nullopt) << threads << " threads: " << *r.wrong;
    EXPECT_EQ(r.total.succeeded, 2000u * threads) << "each call waits until it succeeds";
  }
  expect_complains(under_pressure<sleeper::loses>(4, "0").wrong, "lost");
}

TEST(buffer_sleepers_oracle, a_producer_whose_consumers_have_stopped_is_let_go) {
  using W = suites::backpressure<sleepy<sleeper::good>>;
  W load({.threads = 2,
          .params = parameters(parameter_list{{"capacity", "8"}, {"work", "0"}}),
          .seed = 1});
  {
    typename W::worker producer(load, {.index = 0, .threads = 2, .seed = 1});
    EXPECT_EQ(producer.step(1000), tally::all(1000));
  }
  EXPECT_EQ(load.verify(), std::nullopt);
  EXPECT_GE(value_of(load.metrics(), "helped"), 1000 - 8);
  EXPECT_GT(value_of(load.metrics(), "push_wait_share"), 0);
}

}  // namespace
}  // namespace contend
