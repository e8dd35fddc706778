// Uncounted references of a thread: where deferred.hpp looks for what nobody counted.
#pragma once

#include <contend/model/refcount/epochs.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace contend::model {

/// A thread's stack of references that are not counted. Plain words: the thread's alone, and a
/// visitor's while it is detached. Slots are used last in, first out where they can be; one that
/// is given back from within is left empty until the stack shrinks past it.
class shadow_stack {
 public:
  [[nodiscard]] std::size_t push(epoch_header* h) {
    if (_top == _room) grow();
    _slots[_top] = h;
    return _top++;
  }
  void drop(std::size_t slot) noexcept {
    if (slot + 1 == _top) {
      _top = slot;
      while (_top != 0 && _slots[_top - 1] == nullptr) --_top;
    } else {
      _slots[slot] = nullptr;
    }
  }
  /// `look(header)` for each reference.
  template <class Look>
  void scan(Look look) const {
    for (std::size_t i = 0; i < _top; ++i) {
      if (_slots[i] != nullptr) look(*_slots[i]);
    }
  }
  [[nodiscard]] std::size_t depth() const noexcept { return _top; }
  void free() noexcept {
    delete[] _slots;
    *this = {};
  }

 private:
  [[gnu::noinline]] void grow() {
    const std::size_t room = std::max<std::size_t>(64, 2 * _room);
    auto** const slots = new epoch_header*[room];
    std::copy_n(_slots, _top, slots);
    delete[] _slots;
    _slots = slots;
    _room = room;
  }

  epoch_header** _slots = nullptr;
  std::size_t _top = 0, _room = 0;
};

/// Deferred counting's share in the epochs. The counted references of an object are in its word;
/// the others are in the members' stacks. Why an object is dead when its count went to zero in an
/// epoch E and stayed there, and no member found it on its stack in the epoch after:
///
///  - A reference on a stack comes from a counted one, or from another on the same stack. While
///    the count is zero there is none of the first kind. So once a member's stack has been found
///    empty of the object, it stays so.
///  - The count went to zero before E was closed, the stacks were looked through after that, each
///    by its thread or, while that was detached, by a visitor, before the next was closed.
///    A counted reference made from a stack in between would be a count above zero, whose end
///    would again be a touch.
///
/// So at the end no stack has it, and nothing is counted. "In an epoch E" means: the thread that
/// took the count to zero had not done its part in E, so that E could not be closed before.
template <class Rules>
struct deferred_epochs {
  using rules = Rules;

  struct member : epoch_member {
    /// None: an object is listed when its count goes to zero.
    [[nodiscard]] std::size_t wants() const noexcept { return 0; }

    /// Looks through the stack: what is found there is not dead.
    void part(epoch_number now, member&) noexcept {
      if (stack == nullptr) return;
      stack->scan([now](epoch_header& h) {
        // Relaxed: if the count went to zero in an earlier epoch, that is seen; if it has not,
        // then the stacks are looked through once more.
        std::uint64_t seen = h.word.load(memory_order_relaxed);
        // Relaxed: the epochs order what the review needs.
        while (epoch_word::count(seen) == 0 && epoch_word::age(seen, now) > 0 &&
               !h.word.compare_exchange_weak(seen, epoch_word::touch(seen, now),
                                             memory_order_relaxed, memory_order_relaxed)) {
        }
      });
    }

    shadow_stack* stack = nullptr;
  };

  static epoch_verdict review(epoch_header& h, epoch_number now, bool alone) noexcept {
    return review_count(h, now, alone ? -1 : Rules::quiet_epochs);
  }

  static void bind(member* m) noexcept {
    if (m != nullptr) {
      m->stack = &_stack;
    } else {
      _who->stack = nullptr;  // handles do not outlive the membership: it is empty
      _stack.free();
    }
    _who = m;
  }

  static void up(epoch_header& h) noexcept {
    // Relaxed: the caller's reference, counted or on its stack, keeps the object alive.
    h.word.fetch_add(epoch_word::one, memory_order_relaxed);
  }

  static void down(epoch_header& h) noexcept {
    if (_who == nullptr) {
      epochs<deferred_epochs>::outside(
          [&](epoch_number now) { return count_down(h, now) ? &h : nullptr; });
      // Relaxed: only this thread writes it while it is attached.
    } else if (count_down(h, _who->epoch.load(memory_order_relaxed))) {
      _who->list(h);
    }
  }

  /// The calling thread's stack.
  [[nodiscard]] static shadow_stack& stack() noexcept { return _stack; }

 private:
  /// True if the count went to zero and the object was not listed, and now is.
  static bool count_down(epoch_header& h, epoch_number now) noexcept {
    // Relaxed: the value is only what the exchange expects.
    std::uint64_t seen = h.word.load(memory_order_relaxed);
    std::uint64_t next;
    do {
      next = epoch_word::add(seen, -1);
      // To zero and touched in one step: a review between the two would take the old epoch for
      // the time of this zero.
      if (epoch_word::count(next) == 0) next = epoch_word::touch(next, now);
      // Relaxed: the epochs order the destruction after every member's uses; an outsider's uses
      // are ordered by the lock under which it counts.
    } while (!h.word.compare_exchange_weak(seen, next, memory_order_relaxed, memory_order_relaxed));
    return (next & ~seen & epoch_word::listed) != 0;
  }

  static inline constinit thread_local shadow_stack _stack;
  static inline constinit thread_local member* _who = nullptr;
};

}  // namespace contend::model
