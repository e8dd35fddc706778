// The clock of quiescent-state-based reclamation: when has everybody looked away since?
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>

#include <cstdint>

namespace contend::model {

/// A time on the clock: odd, so that it is never `offline`, not even after wrapping around.
using qsbr_time = std::uint64_t;

/// FreeBSD's global unbounded sequences (sys/kern/subr_smr.c) as in CPython's qsbr.c. `write` is
/// the time now, `read` a time that all members are known to have reached.
///
/// CPython orders a member's coming and the reclaimer's looking around with fences. TSan does not
/// model them: here the operations themselves are seq_cst, together with those of place.hpp.
struct qsbr_clock {
  static constexpr qsbr_time offline = 0, start = 1, tick = 2;

  /// a is before b. Right across the wrap, while the two are less than half of all times apart.
  static constexpr bool before(qsbr_time a, qsbr_time b) noexcept {
    return static_cast<std::int64_t>(a - b) < 0;
  }

  // Side by side, as in CPython: `read` is written as rarely as `write`.
  alignas(no_share) atomic<qsbr_time> write{start};
  atomic<qsbr_time> read{start};

  [[nodiscard]] qsbr_time now() const noexcept {
    // (1) seq_cst, partners (2), (1): who advanced has replaced before that what it retires: a
    // member that reads the new time from here cannot load the old pointer afterwards. And one
    // that retires without advancing (see next()) has replaced its pointer before it reads the
    // time here; so whoever sees a later time does not load that one, either.
    return write.load(memory_order_seq_cst);
  }
  /// A new time: the goal for what was retired before.
  qsbr_time advance() noexcept {
    // (2) seq_cst, partner (1): see there.
    return write.fetch_add(tick, memory_order_seq_cst) + tick;
  }
  /// A goal that the next to advance will bring about.
  [[nodiscard]] qsbr_time next() const noexcept { return now() + tick; }

  /// True if every member has been quiescent at `goal` or later, or is offline: looks around if it
  /// is not yet known. `Record` has `next` and the member's time `seq`.
  template <class Record>
  bool reached(qsbr_time goal, const Record* members) noexcept {
    // (3) acquire, partner (4): what members read before they were quiescent was read before we
    // free it.
    const qsbr_time known = read.load(memory_order_acquire);
    if (!before(known, goal)) return true;
    if (before(now(), goal)) return false;

    qsbr_time least = now();
    for (const Record* r = members; r != nullptr; r = r->next) {
      // (5) seq_cst, partner qsbr.hpp(1), qsbr.hpp(2), qsbr.hpp(3): acquires what members did up to
      // their last quiescent state; and who is found offline here loads, when it comes back, no
      // pointer that was replaced before now.
      const qsbr_time seq = r->seq.load(memory_order_seq_cst);
      if (seq != offline && before(seq, least)) least = seq;
    }
    // Relaxed: the value is only what (4) expects.
    qsbr_time seen = read.load(memory_order_relaxed);
    // (4) acq_rel, partners (3), (4): hands on to all what (5) acquired, and what others did.
    while (before(seen, least) &&
           !read.compare_exchange_weak(seen, least, memory_order_acq_rel, memory_order_relaxed)) {
    }
    return !before(least, goal);
  }
};

}  // namespace contend::model
