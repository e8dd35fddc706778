// Maxim Egorushkin's bounded queue. Include only where CONTEND_HAVE_ATOMIC_QUEUE is defined.
#pragma once

#include <contend/subject/buffer.hpp>

#include <algorithm>
#include <concepts>
#include <memory>

#include <atomic_queue/atomic_queue.h>

namespace contend::adapter {

/// Bounded: the capacity rounded up to a power of two, 64 at least. A place is dealt out by one
/// counter a side; then push and pop wait at the place for each other. Any number of producers and
/// consumers. One value, all bits set, marks an empty place and can't be stored.
///
/// No order is promised. With one thread, or with nobody ever held up, it is FIFO; but if a
/// producer stops between its number and its place for a whole lap, the next producer of that place
/// overtakes it, and an item comes out before those that the same producer had pushed a lap
/// earlier.
template <std::unsigned_integral T>
class atomic_queue {
  static constexpr T no_item = static_cast<T>(~T{0});
  using queue = ::atomic_queue::AtomicQueueB<T, std::allocator<T>, no_item>;

 public:
  using value_type = T;
  static constexpr subject_info info{
      .name = "atomic_queue",
      .title = "atomic_queue::AtomicQueueB",
      .source = "atomic_queue",
      .progress = progress::blocking,
  };
  static constexpr buffer_info traits{.order = order_guarantee::none, .bounded = true};

  explicit atomic_queue(const buffer_size& size) : _queue(static_cast<unsigned>(size.capacity)) {}

  class handle {
   public:
    explicit handle(atomic_queue& buffer) : _queue(buffer._queue) {}

    bool try_push(const T& v) { return _queue.try_push(v); }
    bool try_pop(T& v) { return _queue.try_pop(v); }

   private:
    queue& _queue;
  };

 private:
  queue _queue;
};

static_assert(buffer<atomic_queue<unsigned>>);

}  // namespace contend::adapter
