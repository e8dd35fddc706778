// Blocks that were there before the clock started: what a load can carry when memory is free.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/core/escape.hpp>
#include <contend/subject/allocator.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

namespace contend::model {

/// The arrays that tokens has given to threads. Not thread-safe.
class token_arrays {
 public:
  static constexpr auto alignment = std::align_val_t{no_share};
  /// No machine has more, and a sanitizer's operator new ends the process over such a request.
  static constexpr std::size_t most_bytes = std::size_t{1} << 39;

  constexpr token_arrays() noexcept : _first(nullptr) {}
  token_arrays(const token_arrays&) = delete;
  token_arrays& operator=(const token_arrays&) = delete;
  ~token_arrays() { clear(); }

  /// Null if memory is out.
  [[nodiscard]] std::byte* make(std::size_t bytes) noexcept {
    if (bytes > most_bytes) return nullptr;
    auto* const a = new (std::nothrow) array{_first, nullptr};
    if (a == nullptr) return nullptr;
    a->blocks = static_cast<std::byte*>(::operator new(bytes, alignment, std::nothrow));
    if (a->blocks == nullptr) {
      delete a;
      return nullptr;
    }
    return (_first = a)->blocks;
  }
  void clear() noexcept {
    while (_first != nullptr) {
      array* const dead = std::exchange(_first, _first->next);
      ::operator delete(dead->blocks, alignment);
      delete dead;
    }
  }

 private:
  struct array {
    array* next;
    std::byte* blocks;
  };
  array* _first;
};

/// A thread's place in its array.
struct token_hand {
  std::byte* next = nullptr;
  std::byte* first = nullptr;
  std::byte* last = nullptr;
  std::size_t stride = 0;
  std::size_t bytes = 0;  ///< of a block, at most; 0: there are none
  std::uint64_t era = 0;
};

/// The ceiling. allocate() hands out the next block of the thread's own cyclic array, deallocate()
/// does nothing. A load writes to none of the blocks and reads none: how fast their lines travel is
/// an allocator's doing, and one that reuses what is near would beat a ceiling that pays for the
/// way. So a block may come round while it is still under way, and an array has no more of them
/// than expect() was told, or than fit into most_bytes; nobody touches it.
///
/// No synchronisation of its own. Without expect(), and above its `bytes`, memory is out.
struct tokens {
  static constexpr subject_info info{
      .name = "tokens",
      .title = "blocks made in advance: no allocator at all",
      .source = "the void allocator of alloc-test (OLogN)",
      .progress = progress::wait_free,
      .ceiling = true,
  };

  static constexpr std::size_t most_bytes = std::size_t{1} << 20;  ///< of a thread, or one block

  /// By the controller while no worker is up. Ends every block that was handed out before, and
  /// frees their arrays. Zero blocks: until the next expect() there are none.
  static void expect(std::size_t blocks, std::size_t bytes) noexcept {
    const std::lock_guard hold(_mutex);
    _idle.clear();
    _arrays.clear();
    _blocks = blocks;
    _bytes = bytes;
    // Relaxed: workers that come up after this see it by that, as they do _blocks and _bytes.
    _era.store(_era.load(memory_order_relaxed) + 1, memory_order_relaxed);
  }

  [[nodiscard]] static void* allocate(std::size_t n) noexcept {
    token_hand& h = _hand;
    // Relaxed: see expect().
    if (h.era != _era.load(memory_order_relaxed)) [[unlikely]]
      make();
    if (n > h.bytes) [[unlikely]]
      return nullptr;
    std::byte* const p = h.next;
    h.next = p == h.last ? h.first : p + h.stride;
    return p;
  }
  static void deallocate(void*, std::size_t) noexcept {}

  /// From block to block. Not a multiple of two lines above one: then the blocks' first bytes would
  /// all fall into a few cache sets.
  static constexpr std::size_t stride_for(std::size_t bytes) noexcept {
    if (bytes <= cache_line) return (bytes + 15) / 16 * 16;
    return ((bytes + cache_line - 1) / cache_line | 1) * cache_line;
  }

 private:
  /// A thread's exit: the next one goes on where this one stopped, as if they were one. Loads that
  /// start a thread for every task would otherwise fill memory with arrays.
  struct leaver {
    ~leaver() {
      const std::lock_guard hold(_mutex);
      // Relaxed: see expect().
      if (_hand.era != _era.load(memory_order_relaxed) || _hand.bytes == 0) return;
      try {
        _idle.push_back(_hand);
      } catch (const std::bad_alloc&) {
        // Nobody goes on with it: it stays until the next expect().
      }
    }
  };

  [[gnu::noinline]] static void make() noexcept {
    static thread_local leaver at_exit;
    escape(&at_exit);
    const std::lock_guard hold(_mutex);
    token_hand& h = _hand;
    if (!_idle.empty()) {
      h = _idle.back();
      _idle.pop_back();
      return;
    }
    h = {};
    // Relaxed: see expect().
    h.era = _era.load(memory_order_relaxed);
    const std::size_t stride = stride_for(_bytes);
    if (_blocks == 0 || _bytes == 0 || stride < _bytes) return;
    const std::size_t n = std::min(_blocks, std::max<std::size_t>(1, most_bytes / stride));
    std::byte* const blocks = _arrays.make(n * stride);
    if (blocks == nullptr) return;
    h.stride = stride;
    h.bytes = _bytes;
    h.next = h.first = blocks;
    h.last = blocks + (n - 1) * stride;
  }

  static inline constinit std::mutex _mutex;
  // Until the next expect(), not until their thread goes: its blocks may still be under way.
  static inline constinit token_arrays _arrays;
  static inline constinit std::vector<token_hand> _idle;  // of threads that are gone
  static inline constinit std::size_t _blocks = 0, _bytes = 0;
  static inline constinit atomic<std::uint64_t> _era{0};
  static inline constinit thread_local token_hand _hand;
};

static_assert(allocator<tokens>);

}  // namespace contend::model
