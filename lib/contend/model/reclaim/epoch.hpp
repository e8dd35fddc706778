// Epoch-based reclamation: three epochs, one of them safe to free from.
#pragma once

#include <contend/model/reclaim/domain.hpp>
#include <contend/subject/reclaimer.hpp>

#include <cstddef>
#include <cstdint>

namespace contend::model {

struct alignas(no_share) epoch_record : member_record<epoch_record> {
  alignas(no_share) atomic<std::uint64_t> pinned{0};  // the epoch and bit 0, or 0 if not pinned
  // The member's alone.
  alignas(no_share) unsigned guards = 0;
  unsigned since_attempt = 0;
};

/// What can be got wrong; the tests do.
struct ebr_rules : deleting {
  static constexpr auto name = "epoch";
  /// Epochs that must begin after an object was retired before it is freed.
  static constexpr unsigned grace = 2;
};

/// Fraser's scheme: a thread's outermost guard pins it to the epoch that it finds. The epoch moves
/// on when all who are pinned are pinned to it; an object that was retired in epoch e can only be
/// known to those pinned to e or to e - 1, so it is freed in e + 2. Readers share no written line,
/// but each outermost guard is a seq_cst store, and one reader that stays in it stops all freeing.
///
/// A member tries to move the epoch on, and frees, at every 64th object that it retires, and when
/// it leaves. (Fraser keeps a list an epoch; here it is one list in order, which is the same.)
template <class Rules>
struct basic_epoch : domain<basic_epoch<Rules>, epoch_record, Rules> {
  static constexpr subject_info info{
      .name = Rules::name,
      .title = "three epochs",
      .source = "Fraser, Practical lock-freedom, 2004, section 5.2.3; crossbeam-epoch",
      .progress = progress::wait_free,
  };
  static constexpr reclaimer_traits traits{};
  static constexpr unsigned attempt_every = 64;

 private:
  using base = domain<basic_epoch, epoch_record, Rules>;
  friend base;

 public:
  template <class T>
  class guard {
   public:
    guard() noexcept : _self(base::self()) {
      if (_self.guards++ == 0) pin(_self);
    }
    ~guard() {
      if (--_self.guards == 0) unpin(_self);
    }
    guard(const guard&) = delete;
    guard& operator=(const guard&) = delete;
    [[nodiscard]] T* protect(const place<T>& from) noexcept { return from.load(); }

   private:
    epoch_record& _self;
  };

 private:
  static constexpr std::uint64_t step = 2, pinned_bit = 1;

  static void pin(epoch_record& self) noexcept {
    // (1) seq_cst, partner (4): either who moves the epoch on sees me, or I see what was put in
    // the place of what it frees. If the epoch has moved on meanwhile, I only hold it up earlier.
    self.pinned.store(now() | pinned_bit, memory_order_seq_cst);
  }
  static void unpin(epoch_record& self) noexcept {
    // (2) release, partner (4): what I read comes before its being freed.
    self.pinned.store(0, memory_order_release);
  }
  static std::uint64_t now() noexcept {
    // (3) seq_cst, partner (5): acquires all unpinning that let the epoch come so far. In one order
    // with place.hpp: who retires in the old epoch has replaced its pointer before, so who pins
    // itself to the next one does not load it.
    return _epoch.load(memory_order_seq_cst);
  }

  static void attached(epoch_record&) noexcept {}
  static void detached(epoch_record&) noexcept {}
  static void at_safepoint(epoch_record&) noexcept {}

  static void retired_one(epoch_record& self, retired r) noexcept {
    r.goal = goal();
    self.waiting.push(r);
    if (++self.since_attempt < attempt_every) return;
    self.since_attempt = 0;
    process(self);
  }
  static std::uint64_t goal() noexcept { return now() + Rules::grace * step; }

  static void process(epoch_record& self) noexcept {
    base::_orphans->adopt(self.waiting);
    move_on();
    const std::uint64_t here = now();
    base::free_while(
        self, [here](std::uint64_t goal) { return static_cast<std::int64_t>(here - goal) >= 0; });
  }
  static void leaving(epoch_record& self) noexcept {
    if (!self.waiting.empty()) process(self);
    self.since_attempt = 0;
  }

  static void move_on() noexcept {
    std::uint64_t epoch = now();
    for (epoch_record* r = base::_members->first(); r != nullptr; r = r->next) {
      // (4) seq_cst, partners (1), (2): see there.
      const std::uint64_t pinned = r->pinned.load(memory_order_seq_cst);
      if (pinned != 0 && pinned != (epoch | pinned_bit)) return;
    }
    // (5) seq_cst, partner (3): see there. Relaxed on failure: another moved it on.
    _epoch.compare_exchange_strong(epoch, epoch + step, memory_order_seq_cst, memory_order_relaxed);
  }

  alignas(no_share) static inline constinit atomic<std::uint64_t> _epoch{0};
};

using epoch = basic_epoch<ebr_rules>;

static_assert(reclaimer<epoch>);

}  // namespace contend::model
