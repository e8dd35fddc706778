// Memory that never changes its type: for readers who look at an object's count before they know
// that it is alive.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/model/lock/byte_mutex.hpp>

#include <array>
#include <cstddef>
#include <mutex>
#include <utility>

namespace contend::model {

/// Nodes of one type, made 64 at a time and never unmade. CPython's allocator gives a freed block
/// out again at once, within pages for one size of object, and gives a page another size only when
/// all readers have been quiescent; here a page never gets another type.
///
/// A Node is default-constructed as a dead one, and has `Node* next_free()` and `next_free(Node*)`,
/// used while it is dead.
template <class Node>
class typed_memory {
 public:
  /// A dead node, the calling thread's from here on. Throws std::bad_alloc.
  [[nodiscard]] static Node* take() {
    if (_mine.first == nullptr) refill();
    return _mine.pop();
  }
  /// Any thread.
  static void give(Node* n) noexcept {
    if (_gone) return to_all(n);
    if (_mine.first == nullptr) leave_at_exit();
    _mine.push(n);
    // Who only ever gives keeps no more than what two slabs hold.
    if (_mine.size == 2 * slab_size) {
      const std::lock_guard lock(_lock);
      while (_mine.size > slab_size) _of_all.push(_mine.pop());
    }
  }

 private:
  static constexpr std::size_t slab_size = 64;

  struct stack {
    void push(Node* n) noexcept {
      n->next_free(std::exchange(first, n));
      ++size;
    }
    Node* pop() noexcept {
      --size;
      return std::exchange(first, first->next_free());
    }
    Node* first = nullptr;
    std::size_t size = 0;
  };
  struct slab {
    slab* next;
    std::array<Node, slab_size> nodes;
  };
  /// A thread that goes leaves what it has to all.
  struct at_exit {
    ~at_exit() {
      _gone = true;
      while (_mine.first != nullptr) to_all(_mine.pop());
    }
  };
  static void leave_at_exit() noexcept { [[maybe_unused]] static thread_local at_exit once; }

  static void to_all(Node* n) noexcept {
    const std::lock_guard lock(_lock);
    _of_all.push(n);
  }
  static void refill() {
    leave_at_exit();
    const std::lock_guard lock(_lock);
    while (_mine.size < slab_size && _of_all.first != nullptr) _mine.push(_of_all.pop());
    if (_mine.first != nullptr) return;
    _slabs = new slab{_slabs, {}};
    for (Node& n : _slabs->nodes) _mine.push(&n);
  }

  static inline constinit byte_mutex _lock;
  static inline constinit stack _of_all;           // under _lock, as is the next
  static inline constinit slab* _slabs = nullptr;  // so that a leak checker finds them
  static inline constinit thread_local stack _mine;
  static inline constinit thread_local bool _gone = false;
};

}  // namespace contend::model
