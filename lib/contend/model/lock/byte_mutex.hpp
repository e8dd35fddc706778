// A mutex of one byte, small enough to put into every object: CPython's PyMutex.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/clock.hpp>

#include <cstdint>
#include <thread>

namespace contend::model {

/// Lockable, from any thread; not recursive. After CPython 3.13, Python/lock.c: one compare and
/// swap if it is free; else up to 40 yields, as long as nobody sleeps; else sleep (here in the
/// standard library's table of waiters, there in the parking lot). Whoever has slept for a
/// millisecond in vain is handed the lock: it then passes from holder to sleeper without ever
/// being free, so that no newcomer can take it.
class byte_mutex {
 public:
  void lock() noexcept {
    if (!try_lock()) lock_slowly();
  }
  [[nodiscard]] bool try_lock() noexcept {
    std::uint8_t expected = 0;
    // (1) acquire, partners (4), (5): what the last holder wrote is seen by this one.
    return _byte.compare_exchange_strong(expected, locked, memory_order_acquire,
                                         memory_order_relaxed);
  }
  void unlock() noexcept {
    std::uint8_t expected = locked;
    // (4) release, partners (1), (2), (3): what I wrote is seen by the next holder.
    if (_byte.compare_exchange_strong(expected, 0, memory_order_release, memory_order_relaxed)) {
      return;
    }
    std::uint8_t next = 0;
    do {
      next = (expected & starving) != 0 ? granted : 0;
      // (5) release, partners (1), (2), (3): as (4).
    } while (
        !_byte.compare_exchange_strong(expected, next, memory_order_release, memory_order_relaxed));
    _byte.notify_one();
  }

 private:
  static constexpr std::uint8_t locked = 1;
  static constexpr std::uint8_t parked = 2;    ///< someone may sleep: unlock must wake
  static constexpr std::uint8_t starving = 4;  ///< a sleeper wants to be handed the lock
  static constexpr std::uint8_t granted = 8;   ///< handed over; only who has slept may take it
  static constexpr int spins = 40;
  static constexpr std::int64_t patience_ns = 1'000'000;

  void lock_slowly() noexcept {
    for (int i = 0; i < spins; ++i) {
      // Relaxed: a hint; try_lock() orders.
      const std::uint8_t seen = _byte.load(memory_order_relaxed);
      if (seen == 0 && try_lock()) return;
      if ((seen & ~locked) != 0) break;
      std::this_thread::yield();
    }
    const std::int64_t since = now_ns();
    bool has_slept = false;
    for (;;) {
      // Relaxed: a guess for the compare and swap that follows.
      std::uint8_t seen = _byte.load(memory_order_relaxed);
      if (seen == 0) {
        // (2) acquire, partners (4), (5): as (1). `parked`, for there may be more sleepers.
        if (_byte.compare_exchange_strong(seen, locked | parked, memory_order_acquire,
                                          memory_order_relaxed)) {
          return;
        }
      } else if (seen == granted && has_slept) {
        // (3) acquire, partners (4), (5): as (1), for a lock that was handed over.
        if (_byte.compare_exchange_strong(seen, locked | parked, memory_order_acquire,
                                          memory_order_relaxed)) {
          return;
        }
      } else if (seen == granted) {
        // Relaxed: as below. Who takes the lock marks it as parked, so that I will be woken.
        _byte.wait(granted, memory_order_relaxed);
        has_slept = true;
      } else {
        std::uint8_t wish = seen | parked;
        if (now_ns() - since > patience_ns) wish |= starving;
        // Relaxed: only a wish is left; nothing is read or published by it.
        if (wish == seen ||
            _byte.compare_exchange_strong(seen, wish, memory_order_relaxed, memory_order_relaxed)) {
          // Relaxed: the loop looks again and decides by (2) or (3).
          _byte.wait(wish, memory_order_relaxed);
          has_slept = true;
        }
      }
    }
  }

  atomic<std::uint8_t> _byte{0};
};

static_assert(atomics_perturb || sizeof(byte_mutex) == 1);

}  // namespace contend::model
