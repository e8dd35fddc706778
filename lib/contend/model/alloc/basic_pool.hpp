// What our pools have in common: the size limit, and a thread's way to its heap and from it.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/model/alloc/heap_registry.hpp>
#include <contend/model/alloc/size_classes.hpp>
#include <contend/model/alloc/slab_source.hpp>

#include <cstddef>
#include <limits>
#include <utility>

namespace contend::model {

/// Rules of a pool; a test derives from them to plant a bug.
struct pool_rules {
  static constexpr std::size_t most_chunks = std::numeric_limits<std::size_t>::max();
  /// A thread that goes leaves its heap to the next one.
  static constexpr bool leaves_its_heap = true;
};

/// A pool's accounts. What is live is `out - waiting`.
struct pool_books {
  std::size_t slabs = 0;        ///< taken from the source: the pool's memory, by 64 KiB
  std::size_t out = 0;          ///< blocks that their slabs have given out and not got back
  std::size_t waiting = 0;      ///< those of `out` that are free: on their way, or in a cache
  std::size_t large_bytes = 0;  ///< live, in blocks that have a mapping each
  unsigned heaps = 0;
};

/// An allocator of Heaps, one a thread: made, or taken over from a thread that has gone, at the
/// thread's first call that needs one, and left when the thread exits. A call after that (from
/// another thread-local's destructor) borrows a heap for itself alone.
///
/// A Heap has:
///  - `allocate(class)`: a block, or nullptr.
///  - static `free(Heap* mine, p, n)`: `mine` may be nullptr, if the thread has none; false if it
///    cannot do without. `free_without(p)`: does without, if there is no memory for a heap.
///  - `leave()`: its thread goes. `tidy()`: see heap_registry.
///  - static `source()`, and `waiting()`, the blocks that it keeps back; see pool_books.
template <class Heap>
class basic_pool {
 public:
  [[nodiscard]] static void* allocate(std::size_t n) noexcept {
    if (n > size_classes::largest) [[unlikely]]
      return allocate_large(n);
    Heap* const mine = _mine;
    if (mine == nullptr) [[unlikely]]
      return allocate_first(n);
    return mine->allocate(size_classes::of(n));
  }
  static void deallocate(void* p, std::size_t n) noexcept {
    if (n > size_classes::largest) [[unlikely]]
      return free_large(p, n);
    if (!Heap::free(_mine, p, n)) [[unlikely]]
      free_first(p, n);
  }

  /// The pool's memory but for large blocks, by 64 KiB; any thread, at any time.
  [[nodiscard]] static std::size_t slabs_in_use() noexcept { return Heap::source().taken(); }

  /// For tests, while no other thread uses the pool.
  [[nodiscard]] static pool_books books() {
    pool_books b{.slabs = slabs_in_use(), .heaps = registry::count()};
    // Relaxed: nothing else runs.
    b.large_bytes = _large_bytes.load(memory_order_relaxed);
    Heap::source().each([&](slab& s) { b.out += s.used; });
    registry::each([&](Heap& h) { b.waiting += h.waiting(); });
    b.waiting += Heap::waiting_elsewhere();
    return b;
  }

 private:
  using registry = heap_registry<Heap>;

  struct at_exit {
    ~at_exit() {
      _gone = true;
      if (Heap* const h = std::exchange(_mine, nullptr)) part_from(*h);
    }
    void arm() noexcept {}
  };

  [[gnu::noinline]] static void* allocate_first(std::size_t n) noexcept {
    void* p = nullptr;
    with_heap([&](Heap& h) { p = h.allocate(size_classes::of(n)); });
    return p;
  }
  [[gnu::noinline]] static void free_first(void* p, std::size_t n) noexcept {
    if (!with_heap([&](Heap& h) { Heap::free(&h, p, n); })) Heap::free_without(p);
  }

  template <class F>
  static bool with_heap(F f) noexcept {
    Heap* const h = registry::take();
    if (h == nullptr) return false;
    if (_gone) {
      f(*h);
      part_from(*h);
    } else {
      static thread_local at_exit hook;
      hook.arm();
      _mine = h;
      f(*h);
    }
    return true;
  }
  static void part_from(Heap& h) noexcept {
    h.leave();
    if constexpr (Heap::rules::leaves_its_heap) registry::give_up(h);
  }

  [[gnu::noinline]] static void* allocate_large(std::size_t n) noexcept {
    void* const p = large_allocate(n);
    // Relaxed: a statistic, beside a system call.
    if (p != nullptr) _large_bytes.fetch_add(n, memory_order_relaxed);
    return p;
  }
  [[gnu::noinline]] static void free_large(void* p, std::size_t n) noexcept {
    large_free(p, n);
    // Relaxed: a statistic.
    _large_bytes.fetch_sub(n, memory_order_relaxed);
  }

  static inline constinit atomic<std::size_t> _large_bytes{0};
  static inline constinit thread_local Heap* _mine = nullptr;
  static inline constinit thread_local bool _gone = false;
};

}  // namespace contend::model
