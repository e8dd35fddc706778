// Boost.Lockfree's stack.
#pragma once

#include <contend/adapter/buffer/boost_frame.hpp>
#include <contend/subject/buffer.hpp>

#include <boost/lockfree/stack.hpp>

namespace contend::adapter {

/// Bounded, LIFO: all nodes are made by the constructor, as in boost_lockfree_queue. Any number of
/// producers and consumers, all of whom want the one word at the top.
///
/// Under TSan as boost_lockfree_queue.
template <class T>
class boost_lockfree_stack {
 public:
  using value_type = T;
  static constexpr subject_info info{
      .name = "boost_lockfree_stack",
      .title = "boost::lockfree::stack, reserved",
      .source = "Boost.Lockfree; Treiber, IBM RJ 5118, 1986",
      .progress = progress::lock_free,
  };
  static constexpr buffer_info traits{
      .order = order_guarantee::lifo, .bounded = true, .exact_empty = true};

  explicit boost_lockfree_stack(const buffer_size& size) : _stack(size.capacity) {}

  class handle {
   public:
    explicit handle(boost_lockfree_stack& buffer) : _stack(buffer._stack) {}

    bool try_push(const T& v) {
      return in_boost_lockfree([&] { return _stack.bounded_push(v); });
    }
    bool try_pop(T& v) {
      return in_boost_lockfree([&] { return _stack.pop(v); });
    }

   private:
    boost::lockfree::stack<T>& _stack;
  };

 private:
  boost::lockfree::stack<T> _stack;
};

static_assert(buffer<boost_lockfree_stack<int>>);

}  // namespace contend::adapter
