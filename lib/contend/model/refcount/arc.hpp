// Two atomic counts beside the object, strong and weak; an upgrade never counts up from zero.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/model/refcount/two_counts.hpp>

#include <cstdint>

namespace contend::model {

/// The line of the algorithm that history got wrong, as a switch. This is the right setting; a
/// mutant derives from it, turns it off, and must be caught (tests/negative).
struct arc_rules {
  /// An upgrade looks at the count and counts up in one step. Off: it looks first and counts up
  /// afterwards, and so hands out an object whose destructor began in between.
  static constexpr bool upgrade_by_cas = true;
};

/// See two_counts.
template <class Rules>
class arc_counts {
 public:
  void add_strong() noexcept {
    // Relaxed: the caller holds a count, so the object cannot go away meanwhile.
    _strong.fetch_add(1, memory_order_relaxed);
  }
  [[nodiscard]] dropped drop_strong() noexcept {
    // (1) acq_rel, partners (1), (2): release, so that my uses come before the destruction by
    // whoever takes the count to zero; acquire, so that they all come before mine if that is me.
    return _strong.fetch_sub(1, memory_order_acq_rel) == 1 ? dropped::last : dropped::not_last;
  }
  [[nodiscard]] bool upgrade() noexcept {
    // Relaxed: the value is only what (2) expects; zero is final, and nothing follows from it.
    std::uint64_t seen = _strong.load(memory_order_relaxed);
    if constexpr (Rules::upgrade_by_cas) {
      do {
        if (seen == 0) return false;
        // (2) acquire, partner (1): what was done under the references dropped so far comes
        // before what is done under this one. Relaxed on failure: the value is only tried again.
      } while (!_strong.compare_exchange_weak(seen, seen + 1, memory_order_acquire,
                                              memory_order_relaxed));
    } else {
      if (seen == 0) return false;
      // Relaxed: the planted bug; no order would help it.
      _strong.fetch_add(1, memory_order_relaxed);
    }
    return true;
  }

  void add_weak() noexcept {
    // Relaxed: the caller holds a count of either kind, so the memory stays.
    _weak.fetch_add(1, memory_order_relaxed);
  }
  [[nodiscard]] bool drop_weak() noexcept {
    // (3) acq_rel, partner (3): my look at the counts, or my destruction of the object, comes
    // before the memory is freed by whoever takes the count to zero.
    return _weak.fetch_sub(1, memory_order_acq_rel) == 1;
  }

 private:
  atomic<std::uint64_t> _strong{1}, _weak{1};
};

/// Rust's Arc (library/alloc/src/sync.rs), less the abort at isize::MAX references and the lock
/// in the weak count that get_mut needs.
template <class Rules>
struct basic_arc : two_counts<arc_counts<Rules>> {
  static constexpr subject_info info{
      .name = "arc",
      .title = "strong and weak count (Rust Arc)",
      .source = "Rust standard library, alloc::sync::Arc",
      .progress = progress::wait_free,
  };
  static constexpr weak_traits weakness{.upgrading = progress::lock_free,
                                        .cannot = basic_arc::keeps_memory};
};

/// The right one.
using arc = basic_arc<arc_rules>;

static_assert(weakly_counted<arc>);

}  // namespace contend::model
