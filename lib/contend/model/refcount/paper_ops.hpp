// Counting up and down, queueing and merging, as in the paper's Algorithms 2 to 4, less two bugs.
#pragma once

#include <contend/model/refcount/paper_ids.hpp>
#include <contend/model/refcount/paper_overflow.hpp>

namespace contend::model {

/// Where we do not do as printed. This is the right setting; a mutant derives from it, turns one
/// off, and must be caught (tests/negative).
struct paper_rules {
  /// Publishing Merged lets any other thread free the object, so the tid is cleared before that.
  /// Off: Algorithm 3, line 25, and Algorithm 4, line 20: a use after free.
  static constexpr bool tid_before_merge_cas = true;
  /// Nobody frees an object while an owner's list has it, or is about to get it.
  /// Off: as printed, where a count that was below zero and came back lets the owner's last drop
  /// (Algorithm 3, line 22), or a foreigner's after that one (line 41), free it.
  static constexpr bool queued_keeps_alive = true;
  /// A thread empties its list and leaves in one critical section.
  static constexpr bool drain_before_leaving = true;
  /// Names to give to threads.
  static constexpr owner_id last_id = paper_biased::outsider - 1;
};

/// All functions are for a thread that holds a reference. Any thread may call them, member or not.
template <class Rules = paper_rules>
struct paper_ops {
  struct scheme;
  using queue = owner_queue<scheme>;

  static void increment(paper_header& h) noexcept {
    // Relaxed: the owner alone writes it, and once that one is gone whoever merges the orphan. The
    // tid is this thread's only if this thread wrote it, or has inherited it (paper_ids.hpp).
    const std::uint32_t b = h.biased.load(memory_order_relaxed);
    if (paper_biased::tid(b) == queue::self() && paper_biased::count(b) != paper_biased::most) {
      // Relaxed, and no read-modify-write: this thread alone writes it.
      h.biased.store(b + 1, memory_order_relaxed);
    } else {
      // A foreigner, or an owner whose half is full: only the sum of the two matters.
      increment_shared(h);
    }
  }

  /// May run the object's destructor, here or later on its owner.
  static void decrement(paper_header& h) noexcept {
    // Relaxed: as in increment().
    const std::uint32_t b = h.biased.load(memory_order_relaxed);
    if (paper_biased::tid(b) != queue::self()) {
      decrement_shared(h);
    } else if (paper_biased::count(b) > 1) {
      // Relaxed: as in increment().
      h.biased.store(b - 1, memory_order_relaxed);
    } else {
      last_biased(h, b);
    }
  }

  /// Exact only while nobody counts.
  [[nodiscard]] static std::int64_t count(const paper_header& h) {
    // Relaxed: two loads cannot be one instant under any order.
    return std::int64_t{paper_biased::count(h.biased.load(memory_order_relaxed))} +
           paper_overflow::count(h, h.shared.load(memory_order_relaxed));
  }

 private:
  static bool dies(const paper_state& s) noexcept {
    return s.merged && s.count == 0 && !(Rules::queued_keeps_alive && s.queued);
  }

  /// Sets the shared half to `f` of what it is.
  template <class F>
  static paper_change update(paper_header& h, F f) noexcept {
    // Relaxed: the value is only what (1) expects.
    std::uint32_t half = h.shared.load(memory_order_relaxed);
    paper_change c;
    do {
      c.before = paper_shared::read(half);
      c.after = f(c.before);
      if ((half & paper_shared::elsewhere) != 0 || !paper_shared::fits(c.after.count)) {
        return paper_overflow::update(h, f);
      }
      // (1) acq_rel, partners (1), paper_overflow.hpp(1): release, so that my uses come before
      // the destruction by whoever finds the last reference gone; acquire, so that all come before
      // mine if that is me. Relaxed on failure: the value is only tried again.
    } while (!h.shared.compare_exchange_weak(half, paper_shared::make(c.after),
                                             memory_order_acq_rel, memory_order_relaxed));
    return c;
  }

  // Not inlined, the three: what is left then fits wherever a handle is copied or dropped.

  /// SlowIncrement.
  [[gnu::noinline]] static void increment_shared(paper_header& h) noexcept {
    // Relaxed: the value is only what the exchange expects.
    std::uint32_t half = h.shared.load(memory_order_relaxed);
    do {
      if ((half & paper_shared::elsewhere) != 0 ||
          paper_shared::count(half) == paper_shared::most) {
        paper_overflow::update(h, [](paper_state s) { return ++s.count, s; });
        return;
      }
      // Relaxed: the caller's reference keeps the object alive.
    } while (!h.shared.compare_exchange_weak(half, half + paper_shared::one, memory_order_relaxed,
                                             memory_order_relaxed));
  }

  /// SlowDecrement.
  [[gnu::noinline]] static void decrement_shared(paper_header& h) noexcept {
    const paper_change c = update(h, [](paper_state s) {
      if (--s.count < 0) s.queued = true;
      return s;
    });
    if (!c.before.queued && c.after.queued) {
      // From here on the Queued flag keeps the object, until whoever clears it.
      if (!queue::queue(h)) withdraw(h);
    } else if (dies(c.after)) {
      h.type->destroy(&h);
    }
  }

  /// The owner's last drop.
  [[gnu::noinline]] static void last_biased(paper_header& h, std::uint32_t b) noexcept {
    if (implicit_merge(h, b)) h.type->destroy(&h);
  }

  /// The owner's count is going to zero. True if no reference is left.
  static bool implicit_merge(paper_header& h, std::uint32_t b) noexcept {
    // Relaxed: this thread alone writes it, and the exchange publishes it.
    h.biased.store(Rules::tid_before_merge_cas ? 0 : b - 1, memory_order_relaxed);
    const paper_change c = update(h, [](paper_state s) {
      s.merged = true;
      return s;
    });
    if (dies(c.after)) return true;
    // Relaxed: the planted bug; no order would help it.
    if (!Rules::tid_before_merge_cas) h.biased.store(0, memory_order_relaxed);
    return false;
  }

  /// Ends an entry of an owner's list, by the owner or, if that one is gone, under its bucket's
  /// lock. Merging what is merged already adds nothing. True if no reference is left.
  static bool explicit_merge(paper_header& h) noexcept {
    // Relaxed, both: nobody else writes it, as the caller has no rival; the exchange publishes it.
    const std::uint32_t b = h.biased.load(memory_order_relaxed);
    if (Rules::tid_before_merge_cas) h.biased.store(0, memory_order_relaxed);
    const paper_change c = update(h, [b](paper_state s) {
      s.count += paper_biased::count(b);
      s.merged = true;
      if (Rules::queued_keeps_alive) s.queued = false;
      return s;
    });
    if (dies(c.after)) return true;
    // Relaxed: the planted bug, as in implicit_merge().
    if (!Rules::tid_before_merge_cas) h.biased.store(0, memory_order_relaxed);
    return false;
  }

  /// An object that was to be queued has no owner any more, or its owner is between clearing the
  /// tid and setting Merged. Whoever of the two is later finds that no reference is left.
  static void withdraw(paper_header& h) noexcept {
    const paper_change c = update(h, [](paper_state s) {
      s.queued = false;
      return s;
    });
    if (dies(c.after)) h.type->destroy(&h);
  }
};

/// What the paper queues: the object itself, of which the entry holds no reference. The count went
/// below zero for it, so nobody's reference is in question; what keeps the object is its flag.
template <class Rules>
struct paper_ops<Rules>::scheme {
  using header = paper_header;
  static constexpr owner_id outsider = paper_biased::outsider;
  static constexpr bool drain_before_leaving = Rules::drain_before_leaving;

  static owner_id owner(const paper_header& h) noexcept {
    // Relaxed: the flag keeps the object alive, and missing a change is harmless.
    return paper_biased::tid(h.biased.load(memory_order_relaxed));
  }
  static bool merge(paper_header& h) noexcept { return explicit_merge(h); }
  static void destroy(paper_header& h) noexcept { h.type->destroy(&h); }
  static owner_id join() { return _ids.take(); }
  static void part(owner_id id) noexcept { _ids.give(id); }

 private:
  static inline paper_ids _ids{Rules::last_id};
};

}  // namespace contend::model
