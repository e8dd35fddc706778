// xenium's version of Vyukov's bounded queue. Include only where CONTEND_HAVE_XENIUM is defined.
#pragma once

#include <contend/subject/buffer.hpp>

#include <algorithm>
#include <bit>

#include <xenium/vyukov_bounded_queue.hpp>

namespace contend::adapter {

/// Bounded: the capacity rounded up to a power of two, at least 2. FIFO. Any number of producers
/// and consumers. Its default, strong operations: where ours (model::vyukov_bounded) finds the
/// queue empty or full because somebody is not done yet, they wait.
template <class T>
class xenium_vyukov {
  using queue = xenium::vyukov_bounded_queue<T>;

 public:
  using value_type = T;
  static constexpr subject_info info{
      .name = "xenium_vyukov",
      .title = "xenium::vyukov_bounded_queue",
      .source = "xenium; Vyukov, bounded MPMC queue, 2010",
      .progress = progress::blocking,
  };
  static constexpr buffer_info traits{.order = order_guarantee::fifo, .bounded = true};

  explicit xenium_vyukov(const buffer_size& size)
      : _queue(std::bit_ceil(std::max<std::size_t>(size.capacity, 2))) {}

  class handle {
   public:
    explicit handle(xenium_vyukov& buffer) : _queue(buffer._queue) {}

    bool try_push(const T& v) { return _queue.try_push(v); }
    bool try_pop(T& v) { return _queue.try_pop(v); }

   private:
    queue& _queue;
  };

 private:
  queue _queue;
};

static_assert(buffer<xenium_vyukov<int>>);

}  // namespace contend::adapter
