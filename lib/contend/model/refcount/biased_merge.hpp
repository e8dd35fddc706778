// How the two halves of a biased count become one.
#pragma once

#include <contend/model/refcount/biased_header.hpp>

namespace contend::model {

/// The lines of the algorithm that history got wrong, as switches. This is the right setting; a
/// mutant derives from it, turns one off, and must be caught (tests/negative).
struct biased_rules {
  /// Publishing MERGED lets any other thread free the object, so the tid is cleared before that.
  /// Off: the paper's Algorithms 3 and 4, and CPython before gh-119999: a use after free.
  static constexpr bool tid_before_merge_cas = true;
  /// A thread empties its queue and leaves its bucket in one critical section.
  /// Off: what is queued to a thread that exits leaks.
  static constexpr bool drain_before_leaving = true;
};

template <class Rules>
struct biased_merge {
  /// The owner's local count has just become zero. True if that was the last reference; then the
  /// caller destroys the object. If not, the object has no owner from here on.
  [[nodiscard]] static bool zero_local(biased_header& h) noexcept {
    // (1) acquire, partner biased_ops.hpp(1): a foreigner's uses end with its count down. A
    // relaxed load here was a bug (CPython pull request 118111).
    std::int64_t shared = h.shared.load(memory_order_acquire);
    // The common case pays for no read-modify-write: no foreigner has a reference, or has left a
    // way to get one.
    if (shared == biased_word::fresh) return true;

    // Relaxed: (2) publishes it.
    if constexpr (Rules::tid_before_merge_cas) h.tid.store(nobody, memory_order_relaxed);
    std::int64_t merged;
    do {
      merged = (shared & ~biased_word::state_mask) | biased_word::merged;
      // (2) acq_rel, partners (3), biased_ops.hpp(1): release, so that my uses come before the
      // destruction by the foreigner that drops last; acquire, so that all come before mine.
      // Relaxed on failure: the value is only tried again.
    } while (!h.shared.compare_exchange_weak(shared, merged, memory_order_acq_rel,
                                             memory_order_relaxed));
    // Relaxed: the planted bug; no order would help it.
    if constexpr (!Rules::tid_before_merge_cas) h.tid.store(nobody, memory_order_relaxed);
    return merged == biased_word::make(0, biased_word::merged);
  }

  /// Folds the local count and `extra` into the shared word; the object has no owner afterwards.
  /// Returns the references left; at zero the caller destroys the object. The caller is the
  /// owner, or holds the bucket lock of an owner that is gone (biased_queue.hpp), and holds a
  /// reference. Merging twice is harmless.
  [[nodiscard]] static std::int64_t all(biased_header& h, std::int64_t extra) noexcept {
    // Relaxed, this and the two stores: nobody else writes them, as the caller has no rival; (3)
    // publishes them.
    const std::int64_t local = h.local.load(memory_order_relaxed);
    h.local.store(0, memory_order_relaxed);
    if constexpr (Rules::tid_before_merge_cas) h.tid.store(nobody, memory_order_relaxed);

    // Relaxed: the value is only what (3) expects.
    std::int64_t shared = h.shared.load(memory_order_relaxed);
    std::int64_t count;
    do {
      count = biased_word::count(shared) + local + extra;
      // (3) acq_rel, partners (2), biased_ops.hpp(1): as (2). Relaxed on failure: as (2).
    } while (!h.shared.compare_exchange_weak(shared, biased_word::make(count, biased_word::merged),
                                             memory_order_acq_rel, memory_order_relaxed));
    // Relaxed: the planted bug; no order would help it.
    if constexpr (!Rules::tid_before_merge_cas) h.tid.store(nobody, memory_order_relaxed);
    return count;
  }
};

}  // namespace contend::model
