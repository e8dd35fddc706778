// A std::atomic that now and then makes its thread step aside before an operation, so that
// rare interleavings become common ones (the idea of ClickHouse's ThreadFuzzer and of rr's
// chaos mode). For correctness builds only: CONTEND_PERTURB is set by the sanitizer presets.
#pragma once

#include <contend/core/rng.hpp>
#include <contend/core/spin_wait.hpp>

#include <atomic>
#include <cstdint>
#include <thread>

namespace contend {

/// Perturbation is off until a stress run turns it on with a seed (0 turns it off). Call it
/// while no worker runs.
class perturbation {
 public:
  static void seed(std::uint64_t value) noexcept {
    // Relaxed: threads start after this store, and thread creation orders it for them.
    _seed.store(value, std::memory_order_relaxed);
  }

  /// One chance in 16 to spin a little, one in 256 to yield.
  static void point() noexcept {
    // Relaxed: see seed(); the value itself is all that is read.
    const std::uint64_t seed = _seed.load(std::memory_order_relaxed);
    if (seed == 0) return;
    static std::atomic<std::uint64_t> arrivals{0};
    // Relaxed: only distinctness matters, one stream a thread.
    thread_local rng random{derive_seed(seed, arrivals.fetch_add(1, std::memory_order_relaxed))};
    const std::uint64_t dice = random();
    if ((dice & 0xff) == 0) {
      std::this_thread::yield();
    } else if ((dice & 0xf) == 0) {
      for (std::uint64_t i = (dice >> 8) & 0x3f; i != 0; --i) cpu_pause();
    }
  }

 private:
  static inline std::atomic<std::uint64_t> _seed{0};
};

/// std::atomic<T> with a perturbation point before each operation.
template <class T>
class perturbing_atomic {
 public:
  using value_type = T;
  static constexpr bool is_always_lock_free = std::atomic<T>::is_always_lock_free;

  constexpr perturbing_atomic() noexcept = default;
  constexpr perturbing_atomic(T value) noexcept : _value(value) {}  // NOLINT: as std::atomic
  perturbing_atomic(const perturbing_atomic&) = delete;
  perturbing_atomic& operator=(const perturbing_atomic&) = delete;

  T load(std::memory_order order = std::memory_order_seq_cst) const noexcept {
    perturbation::point();
    return _value.load(order);
  }
  void store(T value, std::memory_order order = std::memory_order_seq_cst) noexcept {
    perturbation::point();
    _value.store(value, order);
  }
  T exchange(T value, std::memory_order order = std::memory_order_seq_cst) noexcept {
    perturbation::point();
    return _value.exchange(value, order);
  }
  bool compare_exchange_weak(T& expected, T desired, std::memory_order success,
                             std::memory_order failure) noexcept {
    perturbation::point();
    return _value.compare_exchange_weak(expected, desired, success, failure);
  }
  bool compare_exchange_strong(T& expected, T desired, std::memory_order success,
                               std::memory_order failure) noexcept {
    perturbation::point();
    return _value.compare_exchange_strong(expected, desired, success, failure);
  }
  template <class D>
  T fetch_add(D delta, std::memory_order order = std::memory_order_seq_cst) noexcept {
    perturbation::point();
    return _value.fetch_add(delta, order);
  }
  template <class D>
  T fetch_sub(D delta, std::memory_order order = std::memory_order_seq_cst) noexcept {
    perturbation::point();
    return _value.fetch_sub(delta, order);
  }
  T fetch_or(T bits, std::memory_order order = std::memory_order_seq_cst) noexcept {
    perturbation::point();
    return _value.fetch_or(bits, order);
  }
  T fetch_and(T bits, std::memory_order order = std::memory_order_seq_cst) noexcept {
    perturbation::point();
    return _value.fetch_and(bits, order);
  }
  void wait(T old, std::memory_order order = std::memory_order_seq_cst) const noexcept {
    _value.wait(old, order);
  }
  void notify_one() noexcept { _value.notify_one(); }
  void notify_all() noexcept { _value.notify_all(); }

 private:
  std::atomic<T> _value{};
};

}  // namespace contend
