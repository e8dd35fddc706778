// Boost.Lockfree's ring for one producer and one consumer: what a hand-over costs when nothing
// but the two ends is shared.
#pragma once

#include <contend/subject/buffer.hpp>

#include <boost/lockfree/spsc_queue.hpp>

namespace contend::adapter {

/// Bounded, FIFO, wait-free. One thread may push at a time, and one may pop.
template <class T>
class boost_lockfree_spsc {
 public:
  using value_type = T;
  static constexpr subject_info info{
      .name = "boost_lockfree_spsc",
      .title = "boost::lockfree::spsc_queue",
      .source = "Boost.Lockfree; Lamport, 1977",
      .progress = progress::wait_free,
  };
  static constexpr buffer_info traits{.order = order_guarantee::fifo,
                                      .bounded = true,
                                      .max_producers = 1,
                                      .max_consumers = 1,
                                      .exact_empty = true,
                                      .exact_full = true};

  explicit boost_lockfree_spsc(const buffer_size& size) : _queue(size.capacity) {}

  class handle {
   public:
    explicit handle(boost_lockfree_spsc& buffer) : _queue(buffer._queue) {}

    bool try_push(const T& v) { return _queue.push(v); }
    bool try_pop(T& v) { return _queue.pop(v); }
    std::size_t try_push(const T* first, std::size_t n) { return _queue.push(first, n); }
    std::size_t try_pop(T* first, std::size_t n) { return _queue.pop(first, n); }

   private:
    boost::lockfree::spsc_queue<T>& _queue;
  };

 private:
  boost::lockfree::spsc_queue<T> _queue;
};

static_assert(bulk_buffer<boost_lockfree_spsc<int>>);

}  // namespace contend::adapter
