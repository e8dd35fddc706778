// What becomes of a shared count that 14 bits cannot hold.
#pragma once

#include <contend/model/refcount/paper_header.hpp>

#include <cstdint>
#include <mutex>
#include <unordered_map>

namespace contend::model {

/// A change of the shared half: what it was and what it is.
struct paper_change {
  paper_state before, after;
};

/// The paper says that 14 bits are enough, and not what happens when they are not. Wrapping would
/// free an object that is in use, and sticking would leak it; so here the count moves to a table
/// and the shared half says only that it did. Until it fits again, with room to spare, each change
/// takes the table's lock: slow, exact, and rare. It takes 8192 references beyond the owner's own,
/// or as many of the owner's dropped by others before it merges. Out of memory terminates.
class paper_overflow {
 public:
  /// Sets the state to `f(state)`, whatever the count. `f` may be called several times.
  template <class F>
  static paper_change update(paper_header& h, F f) noexcept {
    const std::lock_guard lock(_mutex);
    // Relaxed: the value is only what (1) expects.
    std::uint32_t half = h.shared.load(memory_order_relaxed);
    paper_change c;
    bool away, stays;
    do {
      c.before = paper_shared::read(half);
      away = (half & paper_shared::elsewhere) != 0;
      if (away) c.before.count = _counts.find(&h)->second;
      c.after = f(c.before);
      stays = !paper_shared::fits(c.after.count) || (away && !fits_well(c.after.count));
      // (1) acq_rel, partners (1), paper_ops.hpp(1): as there. Only here is a half written whose
      // count is elsewhere, so the table agrees with it. Relaxed on failure: it is tried again.
    } while (!h.shared.compare_exchange_weak(
        half,
        stays ? paper_shared::flags(c.after) | paper_shared::elsewhere
              : paper_shared::make(c.after),
        memory_order_acq_rel, memory_order_relaxed));
    if (stays) {
      _counts[&h] = c.after.count;
    } else if (away) {
      _counts.erase(&h);
    }
    return c;
  }

  /// The count that `half`, this object's shared half just now, stands for: for tests.
  [[nodiscard]] static std::int64_t count(const paper_header& h, std::uint32_t half) {
    if ((half & paper_shared::elsewhere) == 0) return paper_shared::count(half);
    const std::lock_guard lock(_mutex);
    return _counts.at(&h);
  }

 private:
  /// So that a count at the edge does not go back and forth.
  static bool fits_well(std::int64_t count) noexcept {
    return paper_shared::least / 2 < count && count < paper_shared::most / 2;
  }

  static inline std::mutex _mutex;
  static inline std::unordered_map<const paper_header*, std::int64_t> _counts;
};

}  // namespace contend::model
