// Vyukov's bounded queue: a ring whose cells say whose turn it is.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/subject/buffer.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <memory>

namespace contend::model {

/// What the queue does right; a planted bug turns one of it off.
struct vyukov_rules {
  /// A push writes its item before it says that it is there. Off: a payload written after push.
  static constexpr bool writes_before_publishing = true;
  /// A pop reads its item before it gives the cell to the next lap. Off: a slot reused one early.
  static constexpr bool reads_before_freeing = true;
  /// Where a bug is planted, between the two halves that are the wrong way round.
  static void linger() noexcept {}
};

/// Bounded: the capacity rounded up to a power of two, at least 2. FIFO. Any number of producers
/// and consumers, each of which claims a place by one compare-and-swap and shares nothing else with
/// its own side. Not lock-free by the letter: who sleeps between claim and publication holds up
/// that cell, and the others then find the queue empty, or full.
template <class T, class Rules = vyukov_rules>
class vyukov_bounded {
 public:
  using value_type = T;
  static constexpr subject_info info{
      .name = "vyukov_bounded",
      .title = "bounded queue with a sequence number in each cell",
      .source = "Vyukov, bounded MPMC queue, 2010",
      .progress = progress::blocking,
  };
  static constexpr buffer_info traits{.order = order_guarantee::fifo, .bounded = true};

  explicit vyukov_bounded(const buffer_size& size)
      : _mask(std::bit_ceil(std::max<std::size_t>(size.capacity, 2)) - 1),
        _cells(std::make_unique<cell[]>(_mask + 1)) {
    // Relaxed: nobody else has seen the queue.
    for (std::size_t i = 0; i <= _mask; ++i) _cells[i].turn.store(i, memory_order_relaxed);
  }

  class handle {
   public:
    explicit handle(vyukov_bounded& buffer) : _buffer(buffer) {}
    bool try_push(const T& v) { return _buffer.push(v); }
    bool try_pop(T& v) { return _buffer.pop(v); }

   private:
    vyukov_bounded& _buffer;
  };

 private:
  // `turn` is the position that may be written next, or that position + 1 when it may be read.
  struct cell {
    atomic<std::size_t> turn{0};
    T item{};
  };

  bool push(const T& v) noexcept {
    // Relaxed: a guess, and (1) says whether it holds.
    std::size_t at = _pushed->load(memory_order_relaxed);
    for (;;) {
      cell& c = _cells[at & _mask];
      // (1) acquire, partner (4): the pop that had the cell before is done with it.
      const auto ahead = distance(at, c.turn.load(memory_order_acquire));
      if (ahead < 0) return false;  // not yet popped, a lap ago
      if (ahead > 0) {
        // Relaxed: another guess; this place was taken.
        at = _pushed->load(memory_order_relaxed);
        // Relaxed, both: it deals out places and publishes nothing; (2) does.
      } else if (_pushed->compare_exchange_weak(at, at + 1, memory_order_relaxed,
                                                memory_order_relaxed)) {
        if constexpr (Rules::writes_before_publishing) c.item = v;
        // (2) release, partner (3): the item.
        c.turn.store(at + 1, memory_order_release);
        if constexpr (!Rules::writes_before_publishing) {
          Rules::linger();
          c.item = v;
        }
        return true;
      }
    }
  }

  bool pop(T& v) noexcept {
    // Relaxed: a guess, and (3) says whether it holds.
    std::size_t at = _popped->load(memory_order_relaxed);
    for (;;) {
      cell& c = _cells[at & _mask];
      // (3) acquire, partner (2): the item is there.
      const auto ahead = distance(at + 1, c.turn.load(memory_order_acquire));
      if (ahead < 0) return false;  // not yet pushed
      if (ahead > 0) {
        // Relaxed: another guess; this item was taken.
        at = _popped->load(memory_order_relaxed);
        // Relaxed, both: it deals out items and publishes nothing; (4) does.
      } else if (_popped->compare_exchange_weak(at, at + 1, memory_order_relaxed,
                                                memory_order_relaxed)) {
        if constexpr (Rules::reads_before_freeing) v = c.item;
        // (4) release, partner (1): I have read it; the next lap may write.
        c.turn.store(at + _mask + 1, memory_order_release);
        if constexpr (!Rules::reads_before_freeing) {
          Rules::linger();
          v = c.item;
        }
        return true;
      }
    }
  }

  static std::ptrdiff_t distance(std::size_t from, std::size_t to) noexcept {
    return static_cast<std::ptrdiff_t>(to - from);
  }

  std::size_t _mask;
  std::unique_ptr<cell[]> _cells;
  padded<atomic<std::size_t>> _pushed, _popped;
};

static_assert(buffer<vyukov_bounded<int>>);

}  // namespace contend::model
