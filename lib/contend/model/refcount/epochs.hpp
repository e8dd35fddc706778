// Epochs: finding out, without stopping the world, what no thread has a hold of any more.
#pragma once

#include <contend/core/spin_wait.hpp>
#include <contend/model/refcount/epoch_member.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

namespace contend::model {

/// The epochs of one design D, after Refcache (Clements, Kaashoek, Zeldovich, EuroSys 2013).
///
/// An epoch is *open* until each member has done its part in it, at one of its safepoints; a
/// detached member's part is done by whoever closes the epoch. The next opens when a member wants
/// one, never before the last is closed. So, for any two epochs in a row: between a member's part
/// in the one and its part in the next lies the instant at which the first was closed, the same
/// instant for all members. And whatever a member did before its part in an epoch happens-before
/// whatever anyone does who has seen that epoch closed.
///
/// D has:
///  - `rules`: as epoch_rules;
///  - `member`: derived from epoch_member; `part(epoch, by)` does its part: called on the member's
///    own thread, or exclusively while it is detached; objects that it wants reviewed go to by's
///    list. `wants()`: how many objects it has to find out about, those under review aside;
///  - `bind(member*)`: the calling thread is this member from now on, or an outsider (null);
///  - `review(header, epoch, alone)`: the verdict on a listed object. Runs after the epoch before
///    `epoch` was closed; `alone`: there is no member, so that all parts are done.
///
/// Any number of members, each on its own thread; threads that are no members (outsiders) come in
/// by outside(). Running out of memory in a safepoint terminates.
template <class D>
class epochs {
 public:
  using member = typename D::member;

  static void join(member& m) {
    const std::lock_guard lock(_mutex);
    // Relaxed: an epoch closes under the lock only; one that opens just now waits for this member.
    const std::uint64_t state = _state.load(memory_order_relaxed);
    // Relaxed: ordered by the lock. A member of none so far has nothing to do in an open one.
    m.epoch.store(number(state + 1), memory_order_relaxed);
    m.next = _first;
    _straggler = _first = &m;
  }

  /// The member is detached and has no handles. What it listed is left to others; the last one
  /// destroys what is dead.
  static void leave(member& m) noexcept {
    {
      const std::lock_guard lock(_mutex);
      // Relaxed: written by this thread, or by a visitor, under the lock.
      m.part(m.epoch.load(memory_order_relaxed), m);
      _orphans.insert(_orphans.end(), m.review.begin(), m.review.end());
      unlink(m);
      D::bind(nullptr);
      if (_first != nullptr) {
        if (!_orphans.empty()) open();
        return;
      }
    }
    destroy_orphans();
  }

  static void attach(member& m) noexcept {
    spin_wait wait;
    std::uint32_t expected = epoch_member::away;
    // (1) acquire, partner (7): what a visitor did in my name.
    while (!m.where.compare_exchange_strong(expected, epoch_member::here, memory_order_acquire,
                                            memory_order_relaxed)) {
      expected = epoch_member::away;
      wait.once();
    }
  }
  static void detach(member& m) noexcept {
    // (2) release, partner (6): what a visitor will need.
    m.where.store(epoch_member::away, memory_order_release);
  }

  /// One load, where there is nothing to do. May run destructors.
  static void safepoint(member& m) noexcept {
    // Relaxed: a change that is seen late is acted on late.
    if (_state.load(memory_order_relaxed) != m.quiet) work(m);
  }

  /// By a thread that is no member: `change(epoch)` under the lock of the epochs, no epoch being
  /// closed meanwhile; what it does belongs to `epoch`, and counts as done in it. Its result is
  /// the object that it wants reviewed, or null.
  template <class Change>
  static void outside(Change change) noexcept {
    const std::lock_guard lock(_mutex);
    // Relaxed: as in join(). Closed or open, this is the first epoch that closes after now.
    epoch_header* const h = change(number(_state.load(memory_order_relaxed)));
    if (h == nullptr) return;
    _orphans.push_back(h);
    if (_first != nullptr) open();
  }

  /// Destroys what is dead and was left by members that are gone, and all that dies of it. Does
  /// nothing while there is a member.
  static void destroy_orphans() noexcept {
    for (bool again = true; again;) {
      std::vector<epoch_header*> dead;
      {
        const std::lock_guard lock(_mutex);
        if (_first != nullptr) return;
        // Relaxed: as in join().
        const epoch_number now = number(_state.load(memory_order_relaxed));
        for (epoch_header* h : std::exchange(_orphans, {})) judge(*h, now, true, _orphans, dead);
      }
      for (epoch_header* h : dead) h->destroy(h);
      again = !dead.empty();
    }
  }

 private:
  using rules = typename D::rules;

  /// _state counts up: 2n while the epoch n is not open yet, 2n+1 while it is.
  static constexpr bool is_open(std::uint64_t state) noexcept { return state % 2 != 0; }
  static constexpr epoch_number number(std::uint64_t state) noexcept {
    return static_cast<epoch_number>(state / 2) & epoch_word::number_mask;
  }

  [[gnu::noinline]] static void work(member& m) noexcept {
    // (3) acquire, partners (5), (8): what all members did before the last epoch was closed.
    std::uint64_t state = _state.load(memory_order_acquire);
    if (!is_open(state)) {
      const std::size_t wanted = m.wants() + m.review.size();
      if (wanted == 0) {
        m.quiet = state;
        return;
      }
      if (++m.waited < rules::patience && wanted < rules::impatience) return;
      state = open();
    }
    // Relaxed: nobody else writes it while the member is attached.
    if (is_open(state) && m.epoch.load(memory_order_relaxed) == number(state)) {
      do_part(m, m, number(state));
      m.waited = 0;
      close(m, state);
    } else if (++m.waited >= rules::polls) {
      m.waited = 0;
      close(m, state);
    }
    while (!m.dying.empty()) {
      epoch_header* const h = m.dying.back();
      m.dying.pop_back();
      h->destroy(h);
    }
  }

  /// Opens an epoch if none is open. The state that is then.
  static std::uint64_t open() noexcept {
    // (4) acquire, partners (5), (8): as (3).
    std::uint64_t state = _state.load(memory_order_acquire);
    // (5) acq_rel, partners (3), (4), (5), (8): who sees the epoch open has seen the last one
    // closed.
    while (!is_open(state) && !_state.compare_exchange_weak(state, state + 1, memory_order_acq_rel,
                                                            memory_order_acquire)) {
    }
    return is_open(state) ? state : state + 1;
  }

  /// What `of` has to do in an epoch, done by `by`.
  static void do_part(member& of, member& by, epoch_number now) noexcept {
    const std::vector<epoch_header*> listed = std::exchange(of.review, {});
    for (epoch_header* h : listed) judge(*h, now, false, by.review, by.dying);
    of.part(now, by);
    by.quiet = epoch_member::loud;
    // (9) release, partner (10): what the member did up to here.
    of.epoch.store((now + 1) & epoch_word::number_mask, memory_order_release);
  }

  static void judge(epoch_header& h, epoch_number now, bool alone, std::vector<epoch_header*>& keep,
                    std::vector<epoch_header*>& dead) {
    switch (D::review(h, now, alone)) {
      case epoch_verdict::keep: keep.push_back(&h); break;
      case epoch_verdict::dead: dead.push_back(&h); break;
      case epoch_verdict::alive: break;
    }
  }

  /// Closes the epoch if nobody is missing any more. Each closer goes on where the last one had
  /// to stop.
  static void close(member& by, std::uint64_t state) noexcept {
    const std::unique_lock lock(_mutex, std::try_to_lock);
    // Relaxed: written under the lock, from open to closed.
    if (!lock || !is_open(state) || _state.load(memory_order_relaxed) != state) return;
    for (; _straggler != nullptr; _straggler = _straggler->next) {
      auto& m = static_cast<member&>(*_straggler);
      // (10) acquire, partner (9): what the member did before its part.
      if (m.epoch.load(memory_order_acquire) != number(state)) continue;
      std::uint32_t expected = epoch_member::away;
      // (6) acquire, partner (2): what the member did before it detached. Relaxed on failure: it
      // is here, and will do its part itself.
      if (!m.where.compare_exchange_strong(expected, epoch_member::visited, memory_order_acquire,
                                           memory_order_relaxed)) {
        return;
      }
      if constexpr (rules::visit_detached) {
        do_part(m, by, number(state));
      } else {
        // Relaxed: the planted bug; no order would help it.
        m.epoch.store((number(state) + 1) & epoch_word::number_mask, memory_order_relaxed);
      }
      // (7) release, partner (1): the member goes on from what was done in its name.
      m.where.store(epoch_member::away, memory_order_release);
    }
    by.review.insert(by.review.end(), _orphans.begin(), _orphans.end());
    _orphans.clear();
    _straggler = _first;
    // (8) release, partners (3), (4), (5): what all members did before their parts.
    _state.store(state + 1, memory_order_release);
  }

  static void unlink(member& m) noexcept {
    if (_straggler == &m) _straggler = m.next;
    epoch_member** link = &_first;
    while (*link != &m) link = &(*link)->next;
    *link = m.next;
  }

  static inline constinit std::mutex _mutex;
  // Guarded by the lock: the members; the first of them that the open epoch may be waiting for;
  // and what members that are gone, and outsiders, want reviewed.
  static inline constinit epoch_member* _first = nullptr;
  static inline constinit epoch_member* _straggler = nullptr;
  static inline std::vector<epoch_header*> _orphans;
  alignas(no_share) static inline constinit atomic<std::uint64_t> _state{0};
};

}  // namespace contend::model
