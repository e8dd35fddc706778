// An export count of two halves: the owner's thread counts without atomics.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/model/view/exporter.hpp>

#include <cstdint>

namespace contend::model {

/// Biased counting (Choi, Shull, Torrellas, PACT 2018; CPython's object references), without what
/// makes it hard there. A reference count has to notice the last drop, so that foreigners must send
/// home what they cannot count down. An export count is asked for in two places only, and both are
/// the owner's: a resize, and the end of the ownership. Until then either half may be below zero,
/// and there is no queue.
class biased_export_count {
 public:
  biased_export_count() noexcept : _owner(self()) {}

  void pin() noexcept {
    if (mine()) {
      ++_local;
      // (1) acquire, partner (3): the bytes are as the last resize left them.
    } else if ((_shared.fetch_add(one, memory_order_acquire) & resizing) != 0) [[unlikely]] {
      wait();
    }
  }
  [[nodiscard]] bool unpin() noexcept {
    if (mine()) {
      --_local;
      return false;  // the owner is still there
    }
    // (2) acq_rel, partners (2), (4), (5): release, so that my uses come before the resize, and
    // before the end by whoever finds nothing left; acquire, so that all come before mine if that
    // is me.
    return _shared.fetch_sub(one, memory_order_acq_rel) == (one | merged);
  }
  [[nodiscard]] bool begin_resize() noexcept {
    // No view is left if the halves add up to zero; and mine stands still meanwhile.
    std::int64_t expected = -_local * one;
    // (4) acquire, partner (2): foreigners with a view have done with the bytes. Relaxed on
    // failure: nothing is done then.
    return _shared.compare_exchange_strong(expected, expected | resizing, memory_order_acquire,
                                           memory_order_relaxed);
  }
  void end_resize() noexcept {
    // (3) release, partners (1), (6): the bytes are in place.
    _shared.fetch_sub(resizing, memory_order_release);
  }
  [[nodiscard]] bool drop() noexcept {
    // Before (5), after which another thread may free the exporter.
    // Relaxed: whoever reads the old name has another one, and whoever has this name reads the new
    // one, being this thread.
    _owner.store(nobody, memory_order_relaxed);
    const std::int64_t step = _local * one;
    // (5) acq_rel, partner (2): as (2).
    return _shared.fetch_add(step + merged, memory_order_acq_rel) + step == 0;
  }

 private:
  static constexpr std::int64_t resizing = 1, merged = 2, one = 4;
  static constexpr std::uint64_t nobody = 0, outsider = ~std::uint64_t{0};

  /// Who the calling thread is; never used twice, so that the next thread does not inherit what
  /// a dead one counted.
  static std::uint64_t self() noexcept {
    static constinit atomic<std::uint64_t> last{nobody};
    // Relaxed: only distinctness matters.
    if (_self == outsider) _self = last.fetch_add(1, memory_order_relaxed) + 1;
    return _self;
  }
  [[nodiscard]] bool mine() const noexcept {
    // Relaxed: see drop().
    return _owner.load(memory_order_relaxed) == _self;
  }
  [[gnu::noinline]] void wait() const noexcept {
    spin_wait pause;
    // (6) acquire, partner (3): as (1), of the resize that was waited for.
    while ((_shared.load(memory_order_acquire) & resizing) != 0) pause.once();
  }

  /// Of a thread that has made no exporter: it owns none.
  static inline constinit thread_local std::uint64_t _self = outsider;

  atomic<std::uint64_t> _owner;
  /// The owner's thread alone.
  std::int64_t _local = 0;
  /// Below zero where others release what the owner's thread has made.
  atomic<std::int64_t> _shared{0};
};

/// Cheap for the thread that made the exporter; an atomic count for all others.
struct biased_export : counted_exporter<biased_export_count> {
  static constexpr subject_info info{
      .name = "biased_export",
      .title = "biased export count",
      .source = "the count of Choi, Shull, Torrellas, PACT 2018, without its queue",
      .progress = progress::blocking,
  };
  static constexpr exporter_traits traits{.releasing = progress::wait_free,
                                          .exporter_bytes = sizeof(node)};
};

static_assert(pinning<biased_export>);

}  // namespace contend::model
