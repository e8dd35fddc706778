// A test-and-test-and-set lock: one byte, no queue, no fairness.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/spin_wait.hpp>

namespace contend::model {

/// Lockable (lock, try_lock, unlock), from any thread; not recursive. A waiter reads until the
/// lock looks free and only then writes (Rudolph, Segall, ISCA 1984), pausing longer each time
/// and yielding in the end, so that it stays usable with more threads than CPUs.
class spin_lock {
 public:
  void lock() noexcept {
    spin_wait wait;
    while (!try_lock()) {
      // Relaxed: a hint that the lock is free; try_lock() decides and orders.
      while (_held.load(memory_order_relaxed)) wait.once();
    }
  }
  [[nodiscard]] bool try_lock() noexcept {
    // (1) acquire, partner (2): what the last holder wrote is seen by this one.
    return !_held.exchange(true, memory_order_acquire);
  }
  void unlock() noexcept {
    // (2) release, partner (1): what I wrote is seen by the next holder.
    _held.store(false, memory_order_release);
  }

 private:
  atomic<bool> _held{false};
};

}  // namespace contend::model
