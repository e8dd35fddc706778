// A std::deque under one mutex: the queue that every program starts with.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/subject/buffer.hpp>

#include <deque>
#include <mutex>

namespace contend::adapter {

/// Bounded, FIFO, blocking. Any number of producers and consumers.
template <class T>
class mutex_deque {
 public:
  using value_type = T;
  static constexpr subject_info info{
      .name = "mutex_deque",
      .title = "std::deque under std::mutex",
      .source = "the C++ standard library",
      .progress = progress::blocking,
  };
  static constexpr buffer_info traits{
      .order = order_guarantee::fifo, .bounded = true, .exact_empty = true, .exact_full = true};

  explicit mutex_deque(const buffer_size& size) : _capacity(size.capacity) {}

  class handle {
   public:
    explicit handle(mutex_deque& buffer) : _buffer(buffer) {}

    bool try_push(const T& v) {
      const std::lock_guard hold(_buffer._lock);
      if (_buffer._items.size() >= _buffer._capacity) return false;
      _buffer._items.push_back(v);
      return true;
    }
    bool try_pop(T& v) {
      const std::lock_guard hold(_buffer._lock);
      if (_buffer._items.empty()) return false;
      v = _buffer._items.front();
      _buffer._items.pop_front();
      return true;
    }

   private:
    mutex_deque& _buffer;
  };

 private:
  alignas(no_share) std::mutex _lock;
  std::deque<T> _items;
  std::size_t _capacity;
};

static_assert(buffer<mutex_deque<int>>);

}  // namespace contend::adapter
