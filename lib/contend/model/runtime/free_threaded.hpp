// CPython 3.13t: biased counts, and a lock in every list.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/model/list/list.hpp>
#include <contend/model/lock/byte_mutex.hpp>
#include <contend/model/refcount/biased.hpp>
#include <contend/model/runtime/parts.hpp>

#include <mutex>

namespace contend::model {

/// Python's list without the global lock: each call takes the list's own one-byte lock, except
/// on a comprehension under construction; a new capacity is always a new array; len() takes no
/// lock. (Reads of elements without the lock are no part of this: nobody reads a list here that
/// another thread changes, so the old array needs no deferred reclamation.)
template <class E>
class free_threaded_list {
 public:
  void append(E e) {
    const std::lock_guard held(_lock);
    append_private(std::move(e));
  }
  void append_private(E e) {
    _items.append(std::move(e));
    publish_size();
  }
  E pop_front() {
    const std::lock_guard held(_lock);
    E first = _items.pop_front();
    publish_size();
    return first;
  }
  E pop_back() {
    const std::lock_guard held(_lock);
    E last = _items.pop_back();
    publish_size();
    return last;
  }
  // Relaxed: a number that may be outdated at once; elements are read under the lock.
  [[nodiscard]] std::size_t size() const noexcept { return _size.load(memory_order_relaxed); }
  [[nodiscard]] const E& at(std::size_t i) const noexcept { return _items.at(i); }

 private:
  // Relaxed: see size(). Written under the lock.
  void publish_size() noexcept { _size.store(_items.size(), memory_order_relaxed); }

  byte_mutex _lock;
  atomic<std::size_t> _size{0};
  model::list<E, resizing::fresh> _items;
};

/// Not modelled: immortal small integers, the type's own count, the cycle collector, and
/// mimalloc's heaps (the process's malloc serves all runtimes alike).
struct free_threaded_runtime : counted_objects<biased_count> {
  static constexpr subject_info info{
      .name = "free_threaded",
      .title = "biased counts, a one-byte lock in each list",
      .source = "CPython 3.13t (object.h, brc.c, lock.c, listobject.c)",
      .progress = progress::blocking,
  };

  template <class E>
  using list = free_threaded_list<E>;
  template <class E>
  using shared_list = free_threaded_list<E>;
  using thread = biased_count::thread;
};

static_assert(runtime<free_threaded_runtime>);

}  // namespace contend::model
