// Where retired objects wait.
#pragma once

#include <contend/core/atomic.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>

namespace contend::model {

/// An object that nobody can find any more, and that somebody may still be looking at.
struct retired {
  void* object;
  void (*destroy)(void*);
  std::size_t bytes;
  std::uint64_t goal;  // when it may be destroyed, on the scheme's clock
};

/// First in, first out, in chunks of 254 as in CPython's obmalloc.c (there so that a chunk is a
/// page of 16-byte entries; ours are twice as large). One thread at a time. Running out of memory
/// terminates: there is nobody who could give any back.
class limbo {
 public:
  constexpr limbo() noexcept = default;
  ~limbo() {
    while (_head != nullptr) drop_head();
  }
  limbo(const limbo&) = delete;
  limbo& operator=(const limbo&) = delete;

  static constexpr std::size_t chunk_size = 254;

  /// True if this filled a chunk.
  bool push(const retired& r) noexcept {
    if (_tail == nullptr || _tail->end == chunk_size) append(new chunk);
    _tail->entries[_tail->end++] = r;
    ++_size;
    return _tail->end == chunk_size;
  }

  [[nodiscard]] bool empty() const noexcept { return _size == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return _size; }
  /// The oldest; there must be one.
  [[nodiscard]] const retired& front() const noexcept { return _head->entries[_head->begin]; }
  retired pop() noexcept {
    const retired r = front();
    --_size;
    if (++_head->begin == _head->end) {
      if (_head == _tail) {
        // The last chunk stays: a thread that retires little asks for memory once.
        _head->begin = _head->end = 0;
      } else {
        drop_head();
      }
    }
    return r;
  }

  /// Takes over all that the other holds.
  void splice(limbo& other) noexcept {
    if (other._size == 0) return;
    if (_size == 0) {
      std::swap(_head, other._head);
      std::swap(_tail, other._tail);
    } else {
      _tail->next = std::exchange(other._head, nullptr);
      _tail = std::exchange(other._tail, nullptr);
    }
    _size += std::exchange(other._size, 0);
  }

 private:
  struct chunk {
    chunk* next = nullptr;
    std::size_t begin = 0, end = 0;
    retired entries[chunk_size];
  };

  void append(chunk* c) noexcept {
    (_tail != nullptr ? _tail->next : _head) = c;
    _tail = c;
  }
  void drop_head() noexcept {
    chunk* const next = _head->next;
    delete _head;
    _head = next;
    if (_head == nullptr) _tail = nullptr;
  }

  chunk* _head = nullptr;
  chunk* _tail = nullptr;
  std::size_t _size = 0;
};

/// What members left behind when they went, for whoever comes by. Any thread.
class orphanage {
 public:
  constexpr orphanage() noexcept = default;

  void take_in(limbo& leftovers) noexcept {
    if (leftovers.empty()) return;
    const std::lock_guard lock(_mutex);
    _orphans.splice(leftovers);
    // Relaxed: a hint; the lock orders what it announces.
    _any.store(true, memory_order_relaxed);
  }
  void take_in(const retired& r) noexcept {
    const std::lock_guard lock(_mutex);
    _orphans.push(r);
    // Relaxed: see above.
    _any.store(true, memory_order_relaxed);
  }

  /// Moves all that is there to `home`, unless somebody else is just at it. A load if none is.
  void adopt(limbo& home) noexcept {
    // Relaxed: see take_in().
    if (!_any.load(memory_order_relaxed)) return;
    const std::unique_lock lock(_mutex, std::try_to_lock);
    if (lock.owns_lock()) move_to(home);
  }
  void adopt_all(limbo& home) noexcept {
    const std::lock_guard lock(_mutex);
    move_to(home);
  }

 private:
  /// In front of what is there: they have waited longer, and only the first is asked for its goal.
  void move_to(limbo& home) noexcept {
    _orphans.splice(home);
    home.splice(_orphans);
    // Relaxed: see take_in().
    _any.store(false, memory_order_relaxed);
  }

  std::mutex _mutex;
  limbo _orphans;
  atomic<bool> _any{false};
};

}  // namespace contend::model
