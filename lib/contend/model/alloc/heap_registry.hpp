// A pool's heaps: one a thread, and those whose thread has gone.
#pragma once

#include <cstddef>
#include <mutex>
#include <new>

namespace contend::model {

/// What a heap derives from.
template <class Heap>
struct enlisted {
  unsigned index = 0;  ///< from 0 up, no two heaps the same
  Heap* next_of_all = nullptr;
  Heap* next_idle = nullptr;
};

/// Heaps are never freed: blocks of a thread that has gone still lead to its heap, and others may
/// be sending there. A heap without a thread is idle, and taken over whole by the next thread that
/// needs one, with all that it holds; so there are about as many as there ever were threads at
/// once. Thread-safe.
template <class Heap>
class heap_registry {
 public:
  /// The heap that was idle for longest, or a new one; nullptr when memory is out.
  [[nodiscard]] static Heap* take() noexcept {
    const std::lock_guard hold(_mutex);
    if (Heap* const h = pop_idle()) return h;
    auto* const made = new (std::nothrow) Heap;
    if (made == nullptr) return nullptr;
    made->index = _count++;
    made->next_of_all = _all;
    return _all = made;
  }
  static void give_up(Heap& h) noexcept {
    const std::lock_guard hold(_mutex);
    h.next_idle = nullptr;
    (_last_idle == nullptr ? _first_idle : _last_idle->next_idle) = &h;
    _last_idle = &h;
  }

  /// Lets an idle heap, each time another, look at what has come home to it. Called before fresh
  /// memory is taken: what threads left behind would else lie there until a thread comes.
  static void tidy_one() noexcept {
    Heap* h = nullptr;
    {
      const std::lock_guard hold(_mutex);
      h = pop_idle();
    }
    if (h == nullptr) return;
    h->tidy();
    give_up(*h);
  }

  [[nodiscard]] static unsigned count() noexcept {
    const std::lock_guard hold(_mutex);
    return _count;
  }
  /// Calls f(Heap&) for each. While nothing else runs.
  template <class F>
  static void each(F f) {
    for (Heap* h = _all; h != nullptr; h = h->next_of_all) f(*h);
  }

 private:
  static Heap* pop_idle() noexcept {
    Heap* const h = _first_idle;
    if (h == nullptr) return nullptr;
    _first_idle = h->next_idle;
    if (_first_idle == nullptr) _last_idle = nullptr;
    return h;
  }

  static inline constinit std::mutex _mutex;
  static inline constinit Heap* _all = nullptr;
  static inline constinit Heap* _first_idle = nullptr;
  static inline constinit Heap* _last_idle = nullptr;
  static inline constinit unsigned _count = 0;
};

}  // namespace contend::model
