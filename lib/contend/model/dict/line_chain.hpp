// A bucket: a line, and those that take what it has no room for.
#pragma once

#include <contend/model/dict/line.hpp>
#include <contend/model/dict/line_pool.hpp>

#include <bit>
#include <cstddef>

namespace contend::model {

/// What can be got wrong; the tests do.
struct line_rules {
  /// A reader compares the chain's state before and after.
  static constexpr bool looks_again = true;
  /// What moves up within a chain is shown in its new slot before it is hidden in the old one.
  static constexpr bool shows_before_hiding = true;
  /// A line whose content has gone to another table says so before it is unlocked.
  static constexpr bool marks_before_unlocking = true;
  /// A table goes through the reclaimer.
  static constexpr bool retires_tables = true;
  // Where tests step in between.
  static void after_first_look() noexcept {}
  static void after_match() noexcept {}
  static void within_a_move() noexcept {}
  static void after_copying() noexcept {}
};

/// What a reader found: the state that it holds for, and where the key is; `at` null: nowhere.
template <class Line>
struct line_sight {
  line_state seen = 0;
  Line* at = nullptr;
  unsigned slot = 0;
  typename Line::content_type content{};
};

/// A chain's lock, taken if the state still is as it was seen, but for the lock.
template <class Line>
class line_lock {
 public:
  line_lock(Line& head, line_state seen) noexcept : _head(head), _state(seen & ~line_bits::locked) {
    line_state expected = _state;
    // (1) acquire, partner (2): I see all that led to this state. It does not release: what is
    // seen with the lock's bit was published by (2) before. Relaxed on failure: only tried again.
    _owns = head.state.compare_exchange_strong(expected, _state | line_bits::locked,
                                               memory_order_acquire, memory_order_relaxed);
  }
  ~line_lock() {
    // (2) release, partners (1), (4), (5): publishes slots, and frees them for a second life.
    if (_owns) _head.state.store(_state, memory_order_release);
  }
  line_lock(const line_lock&) = delete;
  line_lock& operator=(const line_lock&) = delete;

  explicit operator bool() const noexcept { return _owns; }
  [[nodiscard]] line_state state() const noexcept { return _state; }
  /// The next state, from the end of the lock on.
  void leave(line_state s) noexcept { _state = s + line_bits::version; }
  /// As leave(): no slots, and nothing behind, so that a reader who finds its key need not ask.
  void leave_moved() noexcept { leave(line_bits::version_of(_state) | line_bits::moved); }
  /// The next state, from now on.
  void publish(line_state s) noexcept {
    leave(s);
    // (6) release, partners (4), (5): as (2).
    _head.state.store(_state | line_bits::locked, memory_order_release);
  }

 private:
  Line& _head;
  line_state _state;
  bool _owns;
};

/// The ways in and out of a chain whose first line is `head`.
template <class Line, class Rules>
struct line_chain {
  using bits = line_bits;
  using mark_type = typename Line::mark_type;
  using content_type = typename Line::content_type;
  using sight = line_sight<Line>;
  using lock = line_lock<Line>;

  [[nodiscard]] static line_state first_look(const Line& head) noexcept {
    // (4) acquire, partners (2), (6): I see the slots that this state publishes.
    const line_state seen = head.state.load(memory_order_acquire);
    Rules::after_first_look();
    return seen;
  }
  /// Whether what was loaded since the first look was there under the state of the first look.
  [[nodiscard]] static bool second_look(const Line& head, line_state seen) noexcept {
    if constexpr (!Rules::looks_again) return true;
    // Relaxed: all loads before acquire, so this one is not done before them, and if one has seen
    // what was stored under a later state, then this one sees that or a later state.
    return bits::same(head.state.load(memory_order_relaxed), seen);
  }

  /// One attempt to find the slot with mark `m` whose content `confirms`. False if a writer
  /// came between: try again.
  template <class Confirm>
  [[nodiscard]] static bool look(Line& head, mark_type m, Confirm confirms, sight& out) {
    out.seen = first_look(head);
    out.at = nullptr;
    follow(head, out.seen, [&](Line& l, line_state occupied) {
      for (line_state hits = l.matching(m) & occupied; hits != 0; hits &= hits - 1) {
        out.slot = static_cast<unsigned>(std::countr_zero(hits));
        Rules::after_match();
        out.content = l.contents.get(out.slot);
        if (!confirms(out.content)) continue;
        out.at = &l;
        break;
      }
      return out.at != nullptr;
    });
    return second_look(head, out.seen);
  }
  /// Calls each(mark, content) for all that is there under one state, which it returns; whenever
  /// a writer came between, start() begins anew. What just moves up may come twice: it is shown in
  /// its new slot before it is hidden in the old one.
  template <class Start, class Each>
  static line_state copy(Line& head, Start start, Each each) {
    for (;;) {
      start();
      const line_state seen = first_look(head);
      follow(head, seen, [&](Line& l, line_state occupied) {
        for (unsigned i = 0; i < Line::slots; ++i) {
          if ((occupied >> i & 1) != 0) each(l.mark(i), l.contents.get(i));
        }
        return false;
      });
      if (second_look(head, seen)) return seen;
    }
  }

  /// Adds a mark that is not there, with the content that make() returns. False, and nothing
  /// happens, if it takes a line and the pool has none.
  template <class Make>
  [[nodiscard]] static bool add(lock& held, Line& head, line_pool<Line>& pool, std::size_t near,
                                mark_type m, Make make) noexcept {
    const line_state s = held.state();
    if (const unsigned i = free_slot(s); i < Line::slots) {
      head.put(i, m, make());
      held.leave(s | bits::slot(i));
      return true;
    }
    for (Line* l = second(head, s); l != nullptr; l = after(*l)) {
      if (const unsigned i = free_slot(state_of(*l)); i < Line::slots) {
        l->put(i, m, make());
        set_state(*l, state_of(*l) | bits::slot(i));
        held.leave(s);
        return true;
      }
    }
    Line* const more = pool.take(near);
    if (more == nullptr) return false;
    more->put(0, m, make());
    set_state(*more, bits::slot(0));
    link(*more, second(head, s));
    link(head, more);
    held.leave(s | bits::more);
    return true;
  }

  /// Removes what is in slot `i` of `at`, a line of the chain. What is further behind moves up, so
  /// that lines become free, and most keys stay in first lines.
  static void remove(lock& held, Line& head, line_pool<Line>& pool, std::size_t near, Line& at,
                     unsigned i) noexcept {
    const line_state s = held.state();
    if (&at != &head) {
      held.leave(s);
      hide(held, head, pool, near, at, i);
    } else if ((s & bits::more) == 0) {
      held.leave(s & ~bits::slot(i));
    } else {
      // A state in between, or those who know the slot's first life would not notice its second.
      held.publish(s & ~bits::slot(i));
      move_up(held, head, pool, near, i);
    }
  }

  /// Calls each(line, slot) for each occupied slot. Under the lock, or alone.
  template <class Each>
  static void each_slot(Line& head, Each each) {
    const line_state s = state_of(head);
    for (Line *l = &head, *next; l != nullptr; l = next) {
      next = l == &head ? second(head, s) : after(*l);
      for (unsigned i = 0; i < Line::slots; ++i) {
        if ((state_of(*l) & bits::slot(i)) != 0) each(*l, i);
      }
    }
  }

 private:
  /// Calls visit(line, occupied) for the lines of the chain, until it says true, or the state is
  /// not `seen` any more: or a reader could be led from chain to chain.
  template <class Visit>
  static void follow(Line& head, line_state seen, Visit visit) {
    if (visit(head, bits::occupied(seen)) || (seen & bits::more) == 0) return;
    for (Line* l = &head;;) {
      // (3) acquire, partners (7), line_pool.hpp(1): the line as it was linked; and if it is
      // not in this chain any more, then I see that the state is another one.
      l = l->next.load(memory_order_acquire);
      if (l == nullptr || !second_look(head, seen)) return;
      // (5) acquire, partners (2), (6), (8): as (4), and (3).
      if (visit(*l, bits::occupied(l->state.load(memory_order_acquire)))) return;
    }
  }

  // Relaxed, all of these: under the lock, which orders them among writers.
  static line_state state_of(const Line& l) noexcept { return l.state.load(memory_order_relaxed); }
  static Line* after(const Line& l) noexcept { return l.next.load(memory_order_relaxed); }

  /// The chain's second line under state s. A first line without one may have an old link.
  static Line* second(const Line& head, line_state s) noexcept {
    return (s & bits::more) != 0 ? after(head) : nullptr;
  }
  /// Line::slots if there is none.
  static unsigned free_slot(line_state s) noexcept {
    return static_cast<unsigned>(std::countr_one(bits::occupied(s) & ((1u << Line::slots) - 1)));
  }
  static void set_state(Line& l, line_state s) noexcept {
    // (8) release, partner (5): publishes a slot. Or hides one: who sees that sees the head's state
    // that shows it elsewhere.
    l.state.store(s, memory_order_release);
  }
  static void link(Line& l, Line* next) noexcept {
    // (7) release, partner (3): publishes the next line; and the head's state under which this line
    // came into the chain.
    l.next.store(next, memory_order_release);
  }

  /// Fills the free slot i of the head from the second line.
  static void move_up(lock& held, Line& head, line_pool<Line>& pool, std::size_t near,
                      unsigned i) noexcept {
    Line& from = *after(head);
    const auto j = static_cast<unsigned>(std::countr_zero(bits::occupied(state_of(from))));
    head.put(i, from.mark(j), from.contents.get(j));
    const line_state shown = held.state() | bits::slot(i);
    if constexpr (!Rules::shows_before_hiding) {
      set_state(from, state_of(from) & ~bits::slot(j));
      Rules::within_a_move();
    }
    held.publish(shown);
    if constexpr (Rules::shows_before_hiding) Rules::within_a_move();
    hide(held, head, pool, near, from, j);
  }

  /// Hides slot i of `at`, which is not the head. A line with nothing in it goes to the pool.
  static void hide(lock& held, Line& head, line_pool<Line>& pool, std::size_t near, Line& at,
                   unsigned i) noexcept {
    set_state(at, state_of(at) & ~bits::slot(i));
    if (!bits::none(state_of(at))) return;
    Line* before = &head;
    while (after(*before) != &at) before = after(*before);
    link(*before, after(at));
    const line_state s = held.state();
    held.publish(after(head) != nullptr ? s : s & ~bits::more);
    pool.put(near, at);
  }
};

}  // namespace contend::model
