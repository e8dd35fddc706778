// Each check of the windows, tempos, batches and payloads, seen to fail: planted bugs go
// through the very loads that are timed.
#include "drive.hpp"
#include "said.hpp"

#include <contend/adapter/buffer/mutex_deque.hpp>
#include <contend/model/refcount/arc.hpp>
#include <suites/buffers/batch_handover.hpp>
#include <suites/buffers/ping_pong.hpp>
#include <suites/buffers/producer_consumer.hpp>
#include <suites/buffers/window_private.hpp>
#include <suites/buffers/window_shared.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

namespace contend {
namespace {

using suites::item;
using suites::shape;

enum class bug {
  none,
  loses,
  doubles,
  spoils,     // the value's last word
  refuses,    // though there is room
  jumps,      // ahead of five others
  serves_one  // consumer only
};

/// A deque under a mutex; every tenth push, as soon as it can, it goes wrong.
template <class T, bug Bug, order_guarantee Order = order_guarantee::fifo>
class bad_buffer {
 public:
  using value_type = T;
  static constexpr subject_info info{.name = "bad", .title = "", .source = ""};
  static constexpr buffer_info traits{.order = Order, .bounded = true, .slack = 4};

  explicit bad_buffer(const buffer_size& size) : _capacity(size.capacity) {}

  class handle {
   public:
    explicit handle(bad_buffer& buffer) : _buffer(buffer), _number(buffer._handles++) {}

    bool try_push(T v) {
      const std::lock_guard hold(_buffer._lock);
      auto& items = _buffer._items;
      if (items.size() >= _buffer._capacity) return false;
      const bool now = ++_buffer._since >= 10 && (Bug != bug::jumps || items.size() >= 5);
      if (now) _buffer._since = 0;
      if (now && Bug == bug::refuses) return false;
      if (now && Bug == bug::loses) {
        _buffer._lost.push_back(v);
        return true;
      }
      if (now && Bug == bug::doubles) items.push_back(v);
      if (now && Bug == bug::spoils) spoil(v);
      const std::ptrdiff_t jump = now && Bug == bug::jumps ? 5 : 0;
      items.insert(items.end() - jump, v);
      return true;
    }
    bool try_pop(T& v) {
      const std::lock_guard hold(_buffer._lock);
      // Handles 0 to 3 are those of a team of four.
      if (Bug == bug::serves_one && _number < 4 && _buffer.other_than_served(_number)) return false;
      if (_buffer._items.empty()) return false;
      v = _buffer._items.front();
      _buffer._items.pop_front();
      return true;
    }
    std::size_t try_push(const T* first, std::size_t n) {
      std::size_t done = 0;
      while (done < n && try_push(first[done])) ++done;
      return done;
    }
    std::size_t try_pop(T* first, std::size_t n) {
      std::size_t done = 0;
      while (done < n && try_pop(first[done])) ++done;
      return done;
    }

   private:
    bad_buffer& _buffer;
    unsigned _number;
  };

 private:
  static void spoil(T& v) {
    if constexpr (requires { v.back(); }) v.back() ^= 1;
  }
  bool other_than_served(unsigned number) {
    if (_served < 0) _served = static_cast<int>(number);
    return _served != static_cast<int>(number);
  }

  std::mutex _lock;
  std::deque<T> _items;
  std::vector<T> _lost;
  std::size_t _capacity;
  unsigned _since = 0;  // pushes since it last went wrong
  std::atomic<unsigned> _handles{0};
  int _served = -1;
};

const parameter_list room{{"capacity", "64"}};

// Order.

/// 300 items of one producer, popped by one consumer when all are in.
template <class B>
complaint after_all_are_in() {
  using W = suites::producer_consumer<B, shape::spsc>;
  W load({.threads = 2, .params = parameters(parameter_list{{"capacity", "1024"}}), .seed = 1});
  {
    typename W::worker producer(load, {.index = 0, .threads = 2, .seed = 1});
    typename W::worker consumer(load, {.index = 1, .threads = 2, .seed = 1});
    producer.step(300);
    consumer.step(250);
  }
  return load.verify();
}

TEST(buffer_loads_oracle, an_item_that_overtakes_more_than_it_may_is_caught) {
  using order = order_guarantee;
  expect_complains(after_all_are_in<bad_buffer<item, bug::jumps, order::k_fifo>>(), "overtake 4");
  expect_complains(after_all_are_in<bad_buffer<item, bug::jumps, order::per_producer_fifo>>(),
                   "after a later one");
  EXPECT_EQ((after_all_are_in<bad_buffer<item, bug::none, order::k_fifo>>()), std::nullopt);
  EXPECT_EQ((after_all_are_in<bad_buffer<item, bug::jumps, order::none>>()), std::nullopt);
}

TEST(buffer_loads_oracle, overtaking_within_the_slack_is_not) {
  suites::order_watch watch(1, {.order = order_guarantee::k_fifo, .slack = 4});
  for (const std::uint64_t s : {4, 0, 1, 2, 3, 9, 5, 6, 10, 7, 8}) watch.saw(0, s);
  EXPECT_EQ(watch.violations(), 0u);
  for (const std::uint64_t s : {16, 11, 12, 13, 14, 15}) watch.saw(0, s);
  EXPECT_EQ(watch.violations(), 1u) << "16 has overtaken five";
}

TEST(buffer_loads_oracle, a_stack_that_is_a_queue_is_caught) {
  using B = bad_buffer<item, bug::none, order_guarantee::lifo>;
  expect_complains(after_all_are_in<B>(), "before a later one");
  expect_complains(drive<suites::window_private<B>>(1, 500, {{"window", "100"}}).wrong,
                   "before a later one");
}

// Windows.

TEST(buffer_loads_oracle, windows_see_a_loss_a_double_and_a_refusal) {
  const parameter_list window{{"window", "100"}};
  using loser = bad_buffer<item, bug::loses>;
  using doubler = bad_buffer<item, bug::doubles>;
  using refuser = bad_buffer<item, bug::refuses>;
  expect_complains(drive<suites::window_private<loser>>(2, 1000, window).wrong, "lost");
  expect_complains(drive<suites::window_shared<loser>>(4, 1000, window).wrong, "lost");
  expect_complains(drive<suites::window_private<doubler>>(2, 1000, window).wrong, "twice");
  expect_complains(drive<suites::window_shared<doubler>>(4, 1000, window).wrong, "twice");
  expect_complains(drive<suites::window_private<refuser>>(2, 1000, window).wrong, "its only user");
}

// Starvation.

TEST(buffer_loads_oracle, a_starved_consumer_shows_in_the_shares) {
  using W = suites::producer_consumer<bad_buffer<item, bug::serves_one>>;
  W load({.threads = 4, .params = parameters(room), .seed = 1});
  {
    std::deque<typename W::worker> team;
    for (unsigned i = 0; i < 4; ++i)
      team.emplace_back(load, seat{.index = i, .threads = 4, .seed = 1});
    for (auto& worker : team) worker.step(20);
  }
  EXPECT_EQ(load.verify(), std::nullopt);
  const std::vector<metric> all = load.metrics();
  EXPECT_EQ(value_of(all, "pop_share_min"), 0);
  EXPECT_EQ(value_of(all, "pop_share_max"), 1);
  EXPECT_EQ(value_of(all, "pop_jain"), 0.5);
}

TEST(buffer_loads_oracle, equal_turns_are_fair_and_idle_roles_do_not_count) {
  std::vector<metric> all;
  const std::vector<suites::turns> each{{30, 10}, {0, 0}, {30, 0}, {0, 0}};
  suites::report_shares(all, "push", "refused", each);
  EXPECT_EQ(value_of(all, "push_share_min"), 0.5);
  EXPECT_EQ(value_of(all, "push_share_max"), 0.5);
  EXPECT_EQ(value_of(all, "push_jain"), 1);
  EXPECT_EQ(value_of(all, "refused"), 10. / 70);
}

// Parameters.

TEST(buffer_loads_oracle, parameters_out_of_range_are_refused_by_name) {
  using W = suites::producer_consumer<bad_buffer<item, bug::none>>;
  const auto why = [](const parameter_list& list) -> std::string {
    try {
      const W load({.threads = 2, .params = parameters(list), .seed = 1}, &suites::burst);
    } catch (const std::invalid_argument& e) {
      return e.what();
    }
    return {};
  };
  EXPECT_EQ(why({{"capacity", "64"}, {"burst", "0"}, {"rest", "1"}}), "burst: 1 to 1048576");
  EXPECT_EQ(why({{"capacity", "0"}, {"burst", "1"}, {"rest", "1"}}), "capacity: 1 to 16777216");
  EXPECT_EQ(why({{"capacity", "64"}, {"burst", "1"}, {"rest", "0"}}), "");
}

// Batches and ping-pong.

TEST(buffer_loads_oracle, batches_see_a_loss_and_a_jump) {
  const auto with = [](const char* call) {
    return parameter_list{{"capacity", "64"}, {"batch", "16"}, {"call", call}};
  };
  using loser = bad_buffer<item, bug::loses>;
  using jumper = bad_buffer<item, bug::jumps>;
  expect_complains(drive<suites::batch_handover<loser, true>>(4, 500, with("bulk")).wrong, "lost");
  expect_complains(drive<suites::batch_handover<loser, false>>(4, 500, with("single")).wrong,
                   "lost");
  expect_complains(drive<suites::batch_handover<jumper, true>>(2, 500, with("bulk")).wrong,
                   "after a later one");
}

TEST(buffer_loads_oracle, ping_pong_ends_when_its_item_is_lost) {
  expect_complains(drive<suites::ping_pong<bad_buffer<item, bug::loses>>>(2, 500, room).wrong,
                   "lost");
  expect_complains(drive<suites::ping_pong<bad_buffer<item, bug::doubles>>>(2, 500, room).wrong,
                   "twice");
}

// Payloads.

/// Frees nothing before the end: what is freed twice must be told by the load, not by malloc.
struct quarantine {
  static constexpr subject_info info{.name = "quarantine", .title = "", .source = ""};

  static void* allocate(std::size_t n) noexcept {
    const std::lock_guard hold(lock);
    blocks.push_back(std::make_unique<std::byte[]>(n));
    return blocks.back().get();
  }
  static void deallocate(void*, std::size_t) noexcept {}

  static inline std::mutex lock;
  static inline std::vector<std::unique_ptr<std::byte[]>> blocks;
};

/// A consumer that forgets to free one message in ten.
struct forgetful : suites::by_pointer<quarantine> {
  using by_pointer::by_pointer;
  bool unload(carried m, item& i) {
    if (++_seen % 10 != 0) return by_pointer::unload(m, i);
    i = m->tag;
    return true;
  }
  unsigned _seen = 0;
};

template <class Cargo, bug Bug>
complaint carrying(unsigned threads = 4) {
  using B = bad_buffer<typename Cargo::carried, Bug>;
  return drive<suites::producer_consumer<B, shape::mpmc, Cargo>>(threads, 2000, room).wrong;
}

TEST(buffer_loads_oracle, payloads_pass_a_good_buffer) {
  EXPECT_EQ((carrying<suites::by_copy, bug::none>()), std::nullopt);
  EXPECT_EQ((carrying<suites::by_pointer<quarantine>, bug::none>()), std::nullopt);
  EXPECT_EQ((carrying<suites::by_count<model::arc>, bug::none>()), std::nullopt);
}

TEST(buffer_loads_oracle, a_torn_record_is_caught) {
  expect_complains(carrying<suites::by_copy, bug::spoils>(), "did not hold what was put");
}

TEST(buffer_loads_oracle, a_message_that_comes_twice_is_not_freed_twice_but_told) {
  // One consumer: two would race for it.
  expect_complains(carrying<suites::by_pointer<quarantine>, bug::doubles>(2), "after their death");
}

TEST(buffer_loads_oracle, a_message_that_nobody_frees_is_caught) {
  expect_complains(carrying<forgetful, bug::none>(), "objects built");
  expect_complains(carrying<suites::by_pointer<quarantine>, bug::loses>(), "lost");
  expect_complains(carrying<suites::by_pointer<quarantine>, bug::loses>(), "objects built");
}

}  // namespace
}  // namespace contend
