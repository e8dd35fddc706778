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
  /// An object without an owner is merged, and one that dies by the fast path is not: it keeps its
  /// tid, so that whoever revives it finds an owner. Off: CPython before gh-121794, where a revived
  /// object has neither an owner nor a merged count, and nobody can end it.
  static constexpr bool tid_kept_in_fast_path = true;
  /// The owner that finds no foreigner's reference also sees what they did with the object.
  /// Off: CPython before pull request 118111.
  static constexpr bool acquire_in_zero_local = true;
  /// The tid is read by every thread at any time, so it is an atomic.
  /// Off: CPython before pull request 118258.
  static constexpr bool atomic_tid = true;
  /// Only the first foreigner to find no reference in the shared half goes to the owner's queue;
  /// the others count. Off: the state is not asked, and they do both.
  static constexpr bool queue_once = true;
  /// A thread empties its queue and leaves its bucket in one critical section.
  /// Off: what is queued to a thread that exits leaks.
  static constexpr bool drain_before_leaving = true;
};

/// Who owns an object.
template <class Rules>
struct biased_tid {
  static owner_id load(const biased_header& h) noexcept {
    // The planted bug: the word itself, as if nobody else had it.
    if constexpr (!Rules::atomic_tid) return *reinterpret_cast<const owner_id*>(&h.tid);
    // Relaxed: it is this thread's id only if this thread wrote it and nobody has cleared it; and
    // while this thread is a member, nobody else does.
    return h.tid.load(memory_order_relaxed);
  }
  static void clear(biased_header& h) noexcept {
    if constexpr (Rules::atomic_tid) {
      // Relaxed: whoever still reads the old one finds out at the shared word.
      h.tid.store(nobody, memory_order_relaxed);
    } else {
      *reinterpret_cast<owner_id*>(&h.tid) = nobody;
    }
  }
};

template <class Rules>
struct biased_merge {
  using tid = biased_tid<Rules>;

  /// The owner's local count has just become zero. True if that was the last reference; then the
  /// caller destroys the object. If not, the object has no owner from here on.
  [[nodiscard]] static bool zero_local(biased_header& h) noexcept {
    if constexpr (!Rules::tid_kept_in_fast_path) tid::clear(h);
    std::int64_t shared;
    if constexpr (Rules::acquire_in_zero_local) {
      // (1) acquire, partner biased_ops.hpp(1): a foreigner's uses end with its count down.
      shared = h.shared.load(memory_order_acquire);
    } else {
      // Relaxed: the planted bug.
      shared = h.shared.load(memory_order_relaxed);
    }
    // The common case pays for no read-modify-write: no foreigner has a reference, or has left a
    // way to get one.
    if (shared == biased_word::fresh) return true;

    // (2) publishes it.
    if constexpr (Rules::tid_before_merge_cas) tid::clear(h);
    std::int64_t merged;
    do {
      merged = (shared & ~biased_word::state_mask) | biased_word::merged;
      // (2) acq_rel, partners (3), biased_ops.hpp(1): release, so that my uses come before the
      // destruction by the foreigner that drops last; acquire, so that all come before mine.
      // Relaxed on failure: the value is only tried again.
    } while (!h.shared.compare_exchange_weak(shared, merged, memory_order_acq_rel,
                                             memory_order_relaxed));
    // The planted bug; no order would help it.
    if constexpr (!Rules::tid_before_merge_cas) tid::clear(h);
    return merged == biased_word::make(0, biased_word::merged);
  }

  /// Folds the local count and `extra` into the shared word; the object has no owner afterwards.
  /// Returns the references left; at zero the caller destroys the object. The caller is the
  /// owner, or holds the bucket lock of an owner that is gone (biased_queue.hpp), and holds a
  /// reference. Merging twice is harmless.
  [[nodiscard]] static std::int64_t all(biased_header& h, std::int64_t extra) noexcept {
    // Relaxed, load and store: nobody else writes it, as the caller has no rival; (3) publishes
    // it, and the tid.
    const std::int64_t local = h.local.load(memory_order_relaxed);
    h.local.store(0, memory_order_relaxed);
    if constexpr (Rules::tid_before_merge_cas) tid::clear(h);

    // Relaxed: the value is only what (3) expects.
    std::int64_t shared = h.shared.load(memory_order_relaxed);
    std::int64_t count;
    do {
      count = biased_word::count(shared) + local + extra;
      // (3) acq_rel, partners (2), biased_ops.hpp(1): as (2). Relaxed on failure: as (2).
    } while (!h.shared.compare_exchange_weak(shared, biased_word::make(count, biased_word::merged),
                                             memory_order_acq_rel, memory_order_relaxed));
    // The planted bug; no order would help it.
    if constexpr (!Rules::tid_before_merge_cas) tid::clear(h);
    return count;
  }
};

}  // namespace contend::model
