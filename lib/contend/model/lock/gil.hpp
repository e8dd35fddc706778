// The global interpreter lock: one lock, passed on after a time, not after each use.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace contend::model {

/// After CPython 3.12, Python/ceval_gil.c. Who wants the lock waits for a switch interval; if it
/// did not change hands meanwhile, asks for it. The holder looks at its next safepoint, gives
/// the lock away and waits until somebody else has it (the forced switch: otherwise it would
/// take the lock back before a sleeper can wake up).
///
/// One difference. A thread that detaches gives the lock up lazily: it stays marked as the
/// last holder, takes the lock back with one compare and swap if nobody wanted it for an
/// interval, and loses it to whoever waited that long. CPython frees the lock at once, which
/// here would put a futex call between any two steps of a load. So a waiter waits at most an
/// interval for a detached thread.
class gil {
 public:
  using duration = std::chrono::steady_clock::duration;
  static constexpr duration default_interval = std::chrono::milliseconds(5);

  gil() noexcept : gil(default_interval) {}
  explicit gil(duration interval) noexcept : _interval(interval) {}
  gil(const gil&) = delete;
  gil& operator=(const gil&) = delete;

  /// A thread's claim on the lock. Used on one thread; destroyed detached.
  class thread {
   public:
    explicit thread(gil& lock) noexcept : _gil(lock) {}
    ~thread() { _gil.forget(idle()); }
    thread(const thread&) = delete;
    thread& operator=(const thread&) = delete;

    /// Returns when this thread holds the lock.
    void attach() {
      std::uintptr_t expected = idle();
      // Relaxed: it succeeds only if nobody has had the lock since my detach(); else (2) orders.
      if (!_gil._holder.compare_exchange_strong(expected, running(), memory_order_relaxed,
                                                memory_order_relaxed)) {
        _gil.take(running());
      }
    }
    void detach() noexcept {
      // (1) release, partner (2): what I wrote is seen by whoever takes the lock from me.
      _gil._holder.store(idle(), memory_order_release);
    }
    /// Passes the lock on if someone has asked for it; then returns when it is held again.
    void safepoint() {
      // Relaxed: a request that is seen late is answered late.
      if (_gil._asked.load(memory_order_relaxed)) _gil.pass_on(running());
    }

   private:
    friend class gil;
    [[nodiscard]] std::uintptr_t running() const noexcept {
      return reinterpret_cast<std::uintptr_t>(this);
    }
    [[nodiscard]] std::uintptr_t idle() const noexcept { return running() | idle_bit; }
    gil& _gil;
  };

  /// How often the lock went to a thread that did not hold it before. Any thread.
  [[nodiscard]] std::uint64_t switches() const {
    const std::lock_guard guard(_mutex);
    return _switches;
  }

 private:
  static constexpr std::uintptr_t idle_bit = 1;

  void take(std::uintptr_t me) {
    std::unique_lock guard(_mutex);
    take(me, guard);
  }

  void take(std::uintptr_t me, std::unique_lock<std::mutex>& guard) {
    ++_waiting;
    bool overdue = false;  // a whole interval went by without a switch
    for (;;) {
      // Relaxed: a guess for (2).
      std::uintptr_t seen = _holder.load(memory_order_relaxed);
      if (seen == 0 || (overdue && (seen & idle_bit) != 0)) {
        // (2) acquire, partners (1), (3), (4): what the last holder wrote is seen by this one.
        if (_holder.compare_exchange_strong(seen, me, memory_order_acquire, memory_order_relaxed)) {
          break;
        }
        continue;
      }
      // Relaxed: see safepoint().
      if (overdue) _asked.store(true, memory_order_relaxed);
      const std::uint64_t before = _switches;
      const bool timed_out = _freed.wait_for(guard, _interval) == std::cv_status::timeout;
      overdue = timed_out && _switches == before;
    }
    --_waiting;
    ++_switches;
    // Relaxed: see safepoint(). Who still waits will ask again.
    _asked.store(false, memory_order_relaxed);
    _switched.notify_all();
  }

  void pass_on(std::uintptr_t me) {
    std::unique_lock guard(_mutex);
    if (_waiting == 0) return;
    const std::uint64_t before = _switches;
    // (3) release, partner (2): what I wrote is seen by the next holder.
    _holder.store(0, memory_order_release);
    _freed.notify_one();
    // Bounded: a waiter never leaves without the lock.
    _switched.wait(guard, [&] { return _switches != before; });
    take(me, guard);
  }

  /// A thread is going; if it is still marked as the last holder, the lock is free.
  void forget(std::uintptr_t idle) {
    const std::lock_guard guard(_mutex);
    // (4) release, partner (2): as (3).
    if (_holder.compare_exchange_strong(idle, 0, memory_order_release, memory_order_relaxed)) {
      _freed.notify_one();
    }
  }

  const duration _interval;
  mutable std::mutex _mutex;
  std::condition_variable _freed, _switched;
  std::uint64_t _switches = 0;  // guarded by _mutex, as is _waiting
  unsigned _waiting = 0;
  /// 0: free; else the thread that has it, with idle_bit if that one is detached.
  alignas(no_share) atomic<std::uintptr_t> _holder{0};
  atomic<bool> _asked{false};
};

}  // namespace contend::model
