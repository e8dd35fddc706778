// A list with a lock of its own around every call: what a C++ program does to share one.
#pragma once

#include <contend/model/list/list.hpp>

#include <mutex>

namespace contend::model {

/// A reference_list for any thread at any time; at() still asks for a list that nobody changes.
template <class E, class Lock = std::mutex>
class locked_list {
 public:
  void append(E e) {
    const std::lock_guard held(_lock);
    _items.append(std::move(e));
  }
  void append_private(E e) { _items.append(std::move(e)); }
  E pop_front() {
    const std::lock_guard held(_lock);
    return _items.pop_front();
  }
  E pop_back() {
    const std::lock_guard held(_lock);
    return _items.pop_back();
  }
  [[nodiscard]] std::size_t size() const {
    const std::lock_guard held(_lock);
    return _items.size();
  }
  [[nodiscard]] const E& at(std::size_t i) const noexcept { return _items.at(i); }

 private:
  mutable Lock _lock;
  list<E> _items;
};

}  // namespace contend::model
