// Counting up and down on a biased header, whatever object it heads.
#pragma once

#include <contend/model/refcount/biased_queue.hpp>

namespace contend::model {

/// All functions are for a thread that holds a reference, or borrows one, unless said otherwise.
/// Any thread may call them, member or not.
template <class Rules = biased_rules>
struct biased_ops {
  using merge = biased_merge<Rules>;
  using queue = biased_queue<Rules>;

  // An immortal has no owner, so the owner's path need not ask whether the object is one: a branch
  // less each way, of eight in a copy and drop. CPython asks first; the answers are the same.

  /// Py_INCREF.
  static void increment(biased_header& h) noexcept {
    // A bias: it is the owner whom the layout of the code favours, too.
    if (owned(h)) [[likely]] {
      // Relaxed, and no read-modify-write: this thread alone writes it.
      h.local.store(h.local.load(memory_order_relaxed) + 1, memory_order_relaxed);
    } else if (!immortal(h)) {
      // Relaxed: the caller's reference keeps the object alive (CPython issue 156132).
      h.shared.fetch_add(biased_word::one, memory_order_relaxed);
    }
  }

  /// Py_DECREF. May run the object's destructor, here or later on its owner.
  [[gnu::always_inline]] static void decrement(biased_header& h) noexcept {
    // A bias: as in increment().
    if (owned(h)) [[likely]] {
      // Relaxed, both: as in increment().
      const std::uint32_t left = h.local.load(memory_order_relaxed) - 1;
      h.local.store(left, memory_order_relaxed);
      if (left == 0) [[unlikely]] {
        last_local(h);
      }
    } else if (!immortal(h)) {
      decrement_shared(h);
    }
  }

  /// _Py_TryIncref: a reference out of none, for lock-free readers. False if the object may be
  /// on its way to destruction: then take the lock that protects the place it was found in.
  /// Memory must outlive the attempt (QSBR or another reclamation scheme).
  [[nodiscard]] static bool try_increment(biased_header& h) noexcept {
    if (owned(h)) {
      // Relaxed, both: as in increment().
      h.local.store(h.local.load(memory_order_relaxed) + 1, memory_order_relaxed);
      return true;
    }
    if (immortal(h)) return true;
    // Relaxed: the value is only what the exchange expects.
    std::int64_t shared = h.shared.load(memory_order_relaxed);
    do {
      // Fresh at zero: the owner may free it without writing here. Merged at zero: it is dead.
      if (shared == biased_word::fresh || shared == biased_word::make(0, biased_word::merged)) {
        return false;
      }
      // (3) acquire, partner biased_pooled.hpp(1): if this is another object by now than the one
      // whose address we had, we find out when we look again where we had it from. Nothing else
      // needs it: whoever gave us the address ordered the object's contents, and the count down of
      // this new reference will order our uses before the destruction. Relaxed on failure: the
      // value is only tried again.
    } while (!h.shared.compare_exchange_weak(shared, shared + biased_word::one,
                                             memory_order_acquire, memory_order_relaxed));
    return true;
  }

  /// _PyObject_SetMaybeWeakref: from now on try_increment() by any thread may succeed, and the
  /// owner can no longer free the object without a read-modify-write.
  static void expect_try_increment(biased_header& h) noexcept {
    // Relaxed: the value is only what the exchange expects.
    std::int64_t shared = h.shared.load(memory_order_relaxed);
    while (biased_word::state(shared) == biased_word::fresh &&
           // Relaxed: the state itself is all that is read, and the caller's reference keeps the
           // owner from the decision meanwhile.
           !h.shared.compare_exchange_weak(shared, shared | biased_word::maybe_weakref,
                                           memory_order_relaxed, memory_order_relaxed)) {
    }
  }

  /// True if the calling thread holds the only reference, and nobody can make another: it may
  /// change the object in place.
  [[nodiscard]] static bool unique(const biased_header& h) noexcept {
    // Relaxed: as in increment().
    return owned(h) && h.local.load(memory_order_relaxed) == 1 &&
           // (2) acquire, partner (1): what foreigners did with the object is over and visible.
           h.shared.load(memory_order_acquire) == biased_word::fresh;
  }

  /// Never counted and never freed from here on. Only by the creator, before the object is shared.
  static void immortalise(biased_header& h) noexcept {
    // Relaxed, both: sharing the object publishes it.
    h.tid.store(nobody, memory_order_relaxed);
    h.local.store(immortal_count, memory_order_relaxed);
  }

  /// Undoes it, when no other thread is left and the caller has the only reference: counted from
  /// here on, and owned by nobody.
  static void mortalise(biased_header& h) noexcept {
    // Relaxed, all three: there is nobody to order them for.
    h.local.store(0, memory_order_relaxed);
    h.tid.store(nobody, memory_order_relaxed);
    h.shared.store(biased_word::make(1, biased_word::merged), memory_order_relaxed);
  }

  /// Py_REFCNT: exact only while nobody counts.
  [[nodiscard]] static std::int64_t count(const biased_header& h) noexcept {
    // Relaxed: two loads cannot be one instant under any order.
    return std::int64_t{h.local.load(memory_order_relaxed)} +
           biased_word::count(h.shared.load(memory_order_relaxed));
  }

 private:
  static bool owned(const biased_header& h) noexcept {
    return biased_tid<Rules>::load(h) == queue::self();
  }

  /// Asked of what is not the caller's.
  static bool immortal(const biased_header& h) noexcept {
    // Relaxed: an object becomes it before it is shared, and no other value is asked for.
    return h.local.load(memory_order_relaxed) == immortal_count;
  }

  // Not inlined, both: what is left of decrement() then fits wherever a handle is dropped.
  [[gnu::noinline]] static void last_local(biased_header& h) noexcept {
    if (merge::zero_local(h)) h.type->destroy(&h);
  }

  [[gnu::noinline]] static void decrement_shared(biased_header& h) noexcept {
    // Relaxed: the value is only what (1) expects.
    std::int64_t shared = h.shared.load(memory_order_relaxed);
    std::int64_t next;
    bool donate;
    do {
      // No reference is counted here, so ours is counted in the owner's half, which we may not
      // touch: it goes to the owner's queue, uncounted.
      const bool ours = shared == biased_word::fresh || shared == biased_word::maybe_weakref;
      next = ours ? biased_word::queued : shared - biased_word::one;
      donate = ours || (!Rules::queue_once && biased_word::state(shared) == biased_word::queued &&
                        biased_word::count(shared) <= 0);
      // (1) acq_rel, partners (1), (2), biased_merge.hpp(1), biased_merge.hpp(2),
      // biased_merge.hpp(3): release, so that my uses come before the destruction by whoever
      // finds the last reference gone; acquire, so that all come before mine if that is me.
      // Relaxed on failure: the value is only tried again.
    } while (
        !h.shared.compare_exchange_weak(shared, next, memory_order_acq_rel, memory_order_relaxed));
    if (donate) {
      // The owner merged in between: then the count says it all, and we are its equal.
      if (!queue::queue(h)) decrement(h);
    } else if (next == biased_word::make(0, biased_word::merged)) {
      h.type->destroy(&h);
    }
  }
};

}  // namespace contend::model
