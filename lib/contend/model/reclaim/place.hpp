// The shared pointer that our reclamation models guard.
#pragma once

#include <contend/core/atomic.hpp>

namespace contend::model {

/// What an object derives from to be retired: our schemes keep their books outside of it.
struct unlinked_object {};

/// An atomic pointer whose operations are all sequentially consistent. A scheme is right because
/// of two threads that each write one place and then read another (a reader announces itself and
/// loads the pointer; a reclaimer replaces the pointer and looks for announcements): at least one
/// of them must see the other's write. In C++ that takes one total order over all four. On x86-64
/// it costs nothing here: a seq_cst load is a plain one, and an exchange is locked under any order.
template <class T>
class place {
 public:
  explicit place(T* object) noexcept : _object(object) {}
  place(const place&) = delete;
  place& operator=(const place&) = delete;

  [[nodiscard]] T* load() const noexcept {
    // (1) seq_cst, partner (2): what was written to the object before it was put here is visible.
    return _object.load(memory_order_seq_cst);
  }
  T* exchange(T* object) noexcept {
    // (2) seq_cst, partners (1), (2): publishes the new object, takes over the old one; and whoever
    // looks for readers afterwards finds each that may have loaded the old one.
    return _object.exchange(object, memory_order_seq_cst);
  }

 private:
  atomic<T*> _object;
};

}  // namespace contend::model
