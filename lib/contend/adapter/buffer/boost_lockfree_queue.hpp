// Boost.Lockfree's queue for many producers and many consumers, in its three kinds of node.
#pragma once

#include <contend/adapter/buffer/boost_frame.hpp>
#include <contend/subject/buffer.hpp>

#include <boost/lockfree/queue.hpp>

namespace contend::adapter {

/// Nodes on the heap, all made by the constructor, and pushes are bounded: no operation reaches the
/// allocator. A pointer and a tag of 16 bits against ABA in one word.
struct boost_queue_reserved {
  static constexpr subject_info info{
      .name = "boost_lockfree_queue",
      .title = "boost::lockfree::queue, reserved",
      .source = "Boost.Lockfree; Michael, Scott, PODC 1996",
      .progress = progress::lock_free,
  };
  static constexpr buffer_info traits{
      .order = order_guarantee::fifo, .bounded = true, .exact_empty = true};
  template <class T>
  using queue = boost::lockfree::queue<T>;
  template <class T>
  static bool push(queue<T>& q, const T& v) {
    return q.bounded_push(v);
  }
};

/// Nodes in one array, named by indices of 16 bits: fixed_sized<true>, as capacity<N> has them,
/// but with a size that is known when it is built. Less than 65535 items, or the constructor throws
/// std::runtime_error.
struct boost_queue_fixed {
  static constexpr subject_info info{
      .name = "boost_lockfree_queue_fixed",
      .title = "boost::lockfree::queue, fixed_sized",
      .source = boost_queue_reserved::info.source,
      .progress = progress::lock_free,
  };
  static constexpr buffer_info traits = boost_queue_reserved::traits;
  template <class T>
  using queue = boost::lockfree::queue<T, boost::lockfree::fixed_sized<true>>;
  template <class T>
  static bool push(queue<T>& q, const T& v) {
    return q.bounded_push(v);
  }
};

/// Unbounded: the capacity is what it starts with, and a push that finds no node in the free list
/// makes one. Nodes go back to the free list, never to the allocator.
struct boost_queue_growing {
  static constexpr subject_info info{
      .name = "boost_lockfree_queue_growing",
      .title = "boost::lockfree::queue, growing",
      .source = boost_queue_reserved::info.source,
      .progress = progress::lock_free,
  };
  static constexpr buffer_info traits{
      .order = order_guarantee::fifo, .bounded = false, .exact_empty = true};
  template <class T>
  using queue = boost::lockfree::queue<T>;
  template <class T>
  static bool push(queue<T>& q, const T& v) {
    return q.push(v);
  }
};

/// FIFO. Any number of producers and consumers. A node whose pop is still under way counts as
/// taken, so that a push may find the queue full a little early.
///
/// Under TSan: a node is read while another thread may reuse it, and the result is discarded when
/// the compare-and-swap fails. That is formally a race inside Boost; sanitizers/tsan.supp names it.
template <class T, class Kind>
class boost_queue {
 public:
  using value_type = T;
  static constexpr subject_info info = Kind::info;
  static constexpr buffer_info traits = Kind::traits;

  explicit boost_queue(const buffer_size& size) : _queue(size.capacity) {}

  class handle {
   public:
    explicit handle(boost_queue& buffer) : _queue(buffer._queue) {}

    bool try_push(const T& v) {
      return in_boost_lockfree([&] { return Kind::push(_queue, v); });
    }
    bool try_pop(T& v) {
      return in_boost_lockfree([&] { return _queue.pop(v); });
    }

   private:
    typename Kind::template queue<T>& _queue;
  };

 private:
  typename Kind::template queue<T> _queue;
};

template <class T>
using boost_lockfree_queue = boost_queue<T, boost_queue_reserved>;
template <class T>
using boost_lockfree_queue_fixed = boost_queue<T, boost_queue_fixed>;
template <class T>
using boost_lockfree_queue_growing = boost_queue<T, boost_queue_growing>;

static_assert(buffer<boost_lockfree_queue<int>>);

}  // namespace contend::adapter
