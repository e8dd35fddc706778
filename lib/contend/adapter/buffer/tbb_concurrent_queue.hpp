// oneTBB's unbounded queue.
#pragma once

#include <contend/core/sanitizer.hpp>
#include <contend/subject/buffer.hpp>

#include <oneapi/tbb/concurrent_queue.h>

#include <memory>
#include <type_traits>

namespace contend::adapter {

/// Unbounded: the capacity is ignored, and a push fails only for want of memory (it throws).
/// FIFO over eight micro-queues that two tickets deal out. Any number of producers and consumers.
///
/// Under TSan its pages come from std::allocator: the default one's are recycled inside a library
/// that TSan does not see, which looks like a race. The queue's own synchronisation is in headers.
template <class T>
class tbb_concurrent_queue {
 public:
  using value_type = T;
  static constexpr subject_info info{
      .name = "tbb_concurrent_queue",
      .title = "tbb::concurrent_queue",
      .source = "oneTBB",
      .progress = progress::blocking,
  };
  static constexpr buffer_info traits{
      .order = order_guarantee::fifo, .bounded = false, .exact_empty = true};

  explicit tbb_concurrent_queue(const buffer_size&) {}

 private:
  using queue = std::conditional_t<built_for_tsan, tbb::concurrent_queue<T, std::allocator<T>>,
                                   tbb::concurrent_queue<T>>;

 public:
  class handle {
   public:
    explicit handle(tbb_concurrent_queue& buffer) : _queue(buffer._queue) {}

    bool try_push(const T& v) {
      _queue.push(v);
      return true;
    }
    bool try_pop(T& v) { return _queue.try_pop(v); }

   private:
    queue& _queue;
  };

 private:
  queue _queue;
};

static_assert(buffer<tbb_concurrent_queue<int>>);

}  // namespace contend::adapter
