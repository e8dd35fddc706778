// A ring under one lock: the bounded queue that needs no explanation.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/model/buffer/ring.hpp>
#include <contend/model/lock/spin_lock.hpp>
#include <contend/subject/buffer.hpp>

#include <mutex>

namespace contend::model {

/// A lock that sleeps.
struct under_mutex {
  using lock = std::mutex;
  static constexpr subject_info info{
      .name = "mutex_ring",
      .title = "a ring under std::mutex",
      .source = "this project",
      .progress = progress::blocking,
  };
};

/// A lock that spins, then yields.
struct under_spin_lock {
  using lock = spin_lock;
  static constexpr subject_info info{
      .name = "spin_ring",
      .title = "a ring under a test-and-test-and-set spin lock",
      .source = "this project; Rudolph, Segall, ISCA 1984",
      .progress = progress::blocking,
  };
};

/// Bounded, exactly; FIFO; blocking. Any number of producers and consumers. Lock, counters and what
/// leads to the cells are on one line, so that who gets the lock has them, too.
template <class T, class Guard, class Rules = ring_rules>
class locked_ring {
 public:
  using value_type = T;
  static constexpr subject_info info = Guard::info;
  static constexpr buffer_info traits{
      .order = order_guarantee::fifo, .bounded = true, .exact_empty = true, .exact_full = true};

  explicit locked_ring(const buffer_size& size) : _items(size.capacity) {}

  class handle {
   public:
    explicit handle(locked_ring& buffer) : _buffer(buffer) {}

    bool try_push(const T& v) {
      const std::lock_guard hold(_buffer._lock);
      return _buffer._items.put(v);
    }
    bool try_pop(T& v) {
      const std::lock_guard hold(_buffer._lock);
      return _buffer._items.take(v);
    }
    std::size_t try_push(const T* first, std::size_t n) {
      const std::lock_guard hold(_buffer._lock);
      return _buffer._items.put(first, n);
    }
    std::size_t try_pop(T* first, std::size_t n) {
      const std::lock_guard hold(_buffer._lock);
      return _buffer._items.take(first, n);
    }

   private:
    locked_ring& _buffer;
  };

 private:
  alignas(no_share) typename Guard::lock _lock;
  ring<T, Rules> _items;
};

template <class T>
using mutex_ring = locked_ring<T, under_mutex>;
template <class T>
using spin_ring = locked_ring<T, under_spin_lock>;

static_assert(bulk_buffer<mutex_ring<int>> && bulk_buffer<spin_ring<int>>);

}  // namespace contend::model
