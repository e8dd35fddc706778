// Quiescent-state-based reclamation as in CPython's free-threaded build.
#pragma once

#include <contend/model/reclaim/domain.hpp>
#include <contend/model/reclaim/qsbr_clock.hpp>
#include <contend/subject/reclaimer.hpp>

#include <cstddef>
#include <utility>

namespace contend::model {

struct alignas(no_share) qsbr_record : member_record<qsbr_record> {
  alignas(no_share) atomic<qsbr_time> seq{qsbr_clock::offline};
  // The member's alone.
  alignas(no_share) std::size_t deferred = 0;
  std::size_t deferred_bytes = 0;
  bool due = false;
};

/// What can be got wrong; the tests do.
struct qsbr_rules : deleting {
  static constexpr auto name = "qsbr";
  /// A member says that it is back before it looks at anything.
  static constexpr bool announces_itself = true;
};

/// Readers do nothing at all. A member tells the time at each safepoint, when it looks at nothing
/// any more; what was retired is freed when all who are attached have told a later time. The clock
/// only advances for every 128th object or the mebibyte that a member retires, and freeing is tried
/// at its next safepoint, or when 254 more are waiting.
///
/// What a leaving member could not free goes to a queue that others process when they process
/// their own. CPython did not process it at the leave, and grew with each short-lived thread
/// (gh-130794); we also advance there, so that the last few objects of a member have a time to wait
/// for, whoever comes afterwards.
template <class Rules>
struct basic_qsbr : domain<basic_qsbr<Rules>, qsbr_record, Rules> {
  static constexpr subject_info info{
      .name = Rules::name,
      .title = "quiescent states, as CPython's",
      .source = "CPython 3.14: qsbr.c, _PyMem_FreeDelayed in obmalloc.c",
      .progress = progress::wait_free,
  };
  static constexpr reclaimer_traits traits{.needs_safepoints = true};
  static constexpr std::size_t advance_every = 128, advance_bytes = std::size_t{1} << 20;

  template <class T>
  class guard {
   public:
    guard() noexcept = default;
    guard(const guard&) = delete;
    guard& operator=(const guard&) = delete;
    [[nodiscard]] T* protect(const place<T>& from) noexcept { return from.load(); }
  };

 private:
  using base = domain<basic_qsbr, qsbr_record, Rules>;
  friend base;

  static void attached(qsbr_record& self) noexcept {
    if constexpr (Rules::announces_itself) {
      // (1) seq_cst, partner qsbr_clock.hpp(5): either a reclaimer sees me, or I see what it has
      // put in the place of what it frees.
      self.seq.store(_clock.now(), memory_order_seq_cst);
    }
  }
  static void at_safepoint(qsbr_record& self) noexcept {
    // (2) release, partner qsbr_clock.hpp(5): what I read before is not freed before.
    self.seq.store(_clock.now(), memory_order_release);
    if (self.due) process(self);
  }
  static void detached(qsbr_record& self) noexcept {
    // (3) release, partner qsbr_clock.hpp(5): as (2).
    self.seq.store(qsbr_clock::offline, memory_order_release);
  }

  static void retired_one(qsbr_record& self, retired r) noexcept {
    r.goal = goal_for(self, r.bytes);
    if (self.waiting.push(r)) process(self);
  }
  /// CPython's should_advance_qsbr_for_free.
  static qsbr_time goal_for(qsbr_record& self, std::size_t bytes) noexcept {
    self.deferred_bytes += bytes;
    if (++self.deferred < advance_every && self.deferred_bytes <= advance_bytes) {
      return _clock.next();
    }
    self.deferred = self.deferred_bytes = 0;
    self.due = true;
    return _clock.advance();
  }
  static qsbr_time goal() noexcept { return _clock.advance(); }

  static void process(qsbr_record& self) noexcept {
    self.due = false;
    base::_orphans->adopt(self.waiting);
    free_reached(self);
  }
  static void free_reached(qsbr_record& self) noexcept {
    base::free_while(self,
                     [](qsbr_time goal) { return _clock.reached(goal, base::_members->first()); });
  }
  static void leaving(qsbr_record& self) noexcept {
    self.deferred = self.deferred_bytes = 0;
    if (!self.waiting.empty()) {
      _clock.advance();
      process(self);
    }
    self.due = false;
  }

  static inline constinit qsbr_clock _clock{};
};

using qsbr = basic_qsbr<qsbr_rules>;

static_assert(reclaimer<qsbr>);

}  // namespace contend::model
