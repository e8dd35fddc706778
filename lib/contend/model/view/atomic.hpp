// Views, owner and a resize in progress in one atomic word.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/model/view/exporter.hpp>

#include <cstdint>

namespace contend::model {

/// The lines that are easily got wrong, as switches. This is the right setting; a mutant derives
/// from it, turns one off, and must be caught (tests/negative, docs/mutants.md).
struct atomic_export_rules {
  /// A view is counted. Off: a pointer into bytes that a resize frees.
  static constexpr bool counts_views = true;
  /// By one read-modify-write. Off: by a load and a store (CPython gh-155606).
  static constexpr bool counts_in_one_step = true;
  /// Who frees is decided by what one's own step found. Off: by looking again afterwards, when two
  /// may find nobody left.
  static constexpr bool decides_by_own_step = true;
  /// Called between the halves of what is wrongly done in two.
  static void gap() noexcept {}
};

/// Who wants a view while a resize is in progress counts it all the same, and then waits: the
/// resize has found no view before, and the next one will find this.
template <class Rules>
class atomic_export_count {
 public:
  void pin() noexcept {
    if constexpr (!Rules::counts_views) return;
    if ((add() & resizing) != 0) [[unlikely]] {
      wait();
    }
  }
  [[nodiscard]] bool unpin() noexcept {
    if constexpr (!Rules::counts_views) return false;
    return step_down(view);
  }
  [[nodiscard]] bool begin_resize() noexcept {
    std::uint64_t expected = owned;
    // (1) acquire, partner (5): whoever had a view has done with the bytes. Relaxed on failure:
    // nothing is done then.
    return _word.compare_exchange_strong(expected, owned | resizing, memory_order_acquire,
                                         memory_order_relaxed);
  }
  void end_resize() noexcept {
    // (2) release, partners (3), (4): the bytes are in place.
    _word.fetch_sub(resizing, memory_order_release);
  }
  [[nodiscard]] bool drop() noexcept { return step_down(owned); }

 private:
  static constexpr std::uint64_t owned = 1, resizing = 2, view = 4;

  std::uint64_t add() noexcept {
    if constexpr (!Rules::counts_in_one_step) {
      // Relaxed, both: the planted bug; no order would help it.
      const std::uint64_t seen = _word.load(memory_order_relaxed);
      Rules::gap();
      _word.store(seen + view, memory_order_relaxed);
      return seen;
    }
    // (3) acquire, partner (2): the bytes are as the last resize left them.
    return _word.fetch_add(view, memory_order_acquire);
  }
  [[gnu::noinline]] void wait() const noexcept {
    spin_wait pause;
    // (4) acquire, partner (2): as (3), of the resize that was waited for.
    while ((_word.load(memory_order_acquire) & resizing) != 0) pause.once();
  }
  /// True if nothing is left.
  bool step_down(std::uint64_t step) noexcept {
    // (5) acq_rel, partners (1), (5): release, so that my uses come before the resize, and before
    // the end by whoever takes the word to zero; acquire, so that all come before mine if that is
    // me.
    const std::uint64_t before = _word.fetch_sub(step, memory_order_acq_rel);
    if constexpr (!Rules::decides_by_own_step) {
      Rules::gap();
      // Relaxed: the planted bug; no order would help it.
      return _word.load(memory_order_relaxed) == 0;
    }
    return before == step;
  }

  atomic<std::uint64_t> _word{owned};
};

/// One word, which both keeps the exporter alive and says whether it may be resized: a view costs
/// two read-modify-writes, where two counts (locked.hpp) cost six.
template <class Rules>
struct basic_atomic_export : counted_exporter<atomic_export_count<Rules>> {
  static constexpr subject_info info{
      .name = "atomic_export",
      .title = "export count in one atomic word",
      .source =
          "memoryview's own count in CPython's free threading (gh-127085), and the owner's "
          "reference in the same word",
      .progress = progress::blocking,
  };
  static constexpr exporter_traits traits{
      .releasing = progress::wait_free,
      .exporter_bytes = sizeof(typename counted_exporter<atomic_export_count<Rules>>::node)};
};

using atomic_export = basic_atomic_export<atomic_export_rules>;

static_assert(pinning<atomic_export>);

}  // namespace contend::model
