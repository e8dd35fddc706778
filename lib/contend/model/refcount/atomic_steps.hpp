// Three ways to count one atomic word up and down.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/subject/info.hpp>

#include <cstdint>

namespace contend::model {

using atomic_word = atomic<std::uint64_t>;

/// The weakest orders that are right. Count up is relaxed: a new reference is made from an old
/// one, which already keeps the object alive. Count down is acq_rel, as in Rust's Arc without
/// its fence (TSan does not model fences).
struct acq_rel_steps {
  static constexpr subject_info info{
      .name = "atomic",
      .title = "intrusive atomic count",
      .source = "Boost intrusive_ref_counter (thread_safe), Rust Arc",
      .progress = progress::wait_free,
  };

  static void up(atomic_word& count) noexcept {
    // Relaxed: the caller holds a count, so the object cannot go away meanwhile.
    count.fetch_add(1, memory_order_relaxed);
  }
  /// True if that was the last one.
  [[nodiscard]] static bool down(atomic_word& count) noexcept {
    // (1) acq_rel, partner (1): release, so that my uses come before the destruction by whoever
    // takes the count to zero; acquire, so that they all come before mine if that is me.
    return count.fetch_sub(1, memory_order_acq_rel) == 1;
  }
};

/// The same with the order that an atomic has when nobody thinks about it. On x86 a
/// read-modify-write is a full barrier in any order, so that the code is the same there; on
/// AArch64 the count up pays for two barriers that nothing needs.
struct seq_cst_steps {
  static constexpr subject_info info{
      .name = "atomic_seq_cst",
      .title = "intrusive atomic count, all seq_cst",
      .source = "++ and -- of a std::atomic; WebKit's ThreadSafeRefCounted until 2026",
      .progress = progress::wait_free,
  };

  static void up(atomic_word& count) noexcept {
    // (2) seq_cst, partner (3): stronger than any reader needs; see acq_rel_steps::up().
    count.fetch_add(1, memory_order_seq_cst);
  }
  /// True if that was the last one.
  [[nodiscard]] static bool down(atomic_word& count) noexcept {
    // (3) seq_cst, partners (2), (3): at least acq_rel, which (1) needs.
    return count.fetch_sub(1, memory_order_seq_cst) == 1;
  }
};

/// By compare-exchange loops: what a design has to do whose word also holds flags that a step
/// must look at. Under contention a step starts again for each that comes in between, where a
/// fetch_add only waits for the line.
struct cas_steps {
  static constexpr subject_info info{
      .name = "atomic_cas",
      .title = "intrusive atomic count by compare-exchange loops",
      .source = "Swift RefCount.h (doIncrement, doDecrement), the inline word alone",
      .progress = progress::lock_free,
  };

  static void up(atomic_word& count) noexcept {
    // Relaxed: the value is only what the exchange expects.
    std::uint64_t seen = count.load(memory_order_relaxed);
    // Relaxed: see acq_rel_steps::up().
    while (
        !count.compare_exchange_weak(seen, seen + 1, memory_order_relaxed, memory_order_relaxed)) {
    }
  }
  /// True if that was the last one.
  [[nodiscard]] static bool down(atomic_word& count) noexcept {
    // Relaxed: the value is only what (4) expects.
    std::uint64_t seen = count.load(memory_order_relaxed);
    // (4) acq_rel, partner (4): as (1). Swift releases here and fences before the destruction.
    // Relaxed on failure: the value is only tried again.
    while (
        !count.compare_exchange_weak(seen, seen - 1, memory_order_acq_rel, memory_order_relaxed)) {
    }
    return seen == 1;
  }
};

}  // namespace contend::model
