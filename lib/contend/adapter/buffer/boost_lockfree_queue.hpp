// Boost.Lockfree's queue for many producers and many consumers.
#pragma once

#include <contend/subject/buffer.hpp>

#include <boost/lockfree/queue.hpp>

namespace contend::adapter {

/// All nodes are made by the constructor, and pushes are bounded: no operation reaches the
/// allocator. A node whose pop is still under way counts as taken, so that a push may find the
/// buffer full a little early. A tag of 16 bits guards each pointer against ABA.
///
/// Under TSan: a node is read while another thread may reuse it, and the result is discarded when
/// the compare-and-swap fails. That is formally a race inside Boost; sanitizers/tsan.supp names it.
template <class T>
class boost_lockfree_queue {
 public:
  using value_type = T;
  static constexpr subject_info info{
      .name = "boost_lockfree_queue",
      .title = "boost::lockfree::queue",
      .source = "Boost.Lockfree; Michael, Scott, PODC 1996",
      .progress = progress::lock_free,
  };
  static constexpr buffer_info traits{.order = order_guarantee::fifo, .bounded = true};

  explicit boost_lockfree_queue(const buffer_size& size) : _queue(size.capacity) {}

  class handle {
   public:
    explicit handle(boost_lockfree_queue& buffer) : _queue(buffer._queue) {}

    bool try_push(const T& v) { return _queue.bounded_push(v); }
    bool try_pop(T& v) { return _queue.pop(v); }

   private:
    boost::lockfree::queue<T>& _queue;
  };

 private:
  boost::lockfree::queue<T> _queue;
};

static_assert(buffer<boost_lockfree_queue<int>>);

}  // namespace contend::adapter
