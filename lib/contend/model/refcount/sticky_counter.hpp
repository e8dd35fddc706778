// A count that sticks at zero: once it was seen to be zero, no increment can bring it back.
#pragma once

#include <contend/core/atomic.hpp>

#include <concepts>
#include <cstdint>

namespace contend::model {

/// After Anderson, Blelloch, Wei, "Turning manual concurrent memory reclamation into automatic
/// reference counting", PLDI 2022, section 4.3. Each operation is wait-free: an increment from
/// zero fails by one fetch_add, where a compare-and-swap loop could be kept going by others.
///
/// The top bit says that the count is zero for good; then the bits below mean nothing. The one
/// below it says that a reader, not a decrement, found this out, so that one of the decrements
/// that came down to zero is still to take the credit.
///
/// Increments that fail stay in the word. With 32 bits, as in the paper's program, 2^30 of them
/// on one dead object would spill into the flags and revive it: minutes of a loop that looks at a
/// dead weak reference. Hence 64 bits here unless somebody asks for fewer.
///
/// Any thread may call anything. `count` starts the count; zero starts it stuck.
///
/// Mind the memory: between the step that takes the count to zero and the one that takes the
/// credit, an increment from none may revive the count, end again, and take the credit itself.
/// The first decrement is then late: it still looks at the counter of an object that may be gone.
/// The papers' program keeps the memory by deferring all decrements. Where nothing is deferred,
/// use enter() and leave(), which tell: for each `revived` there is one `late`.
template <std::unsigned_integral Word = std::uint64_t>
class sticky_counter {
 public:
  constexpr explicit sticky_counter(Word count) noexcept : _word(count == 0 ? zero : count) {}

  enum class entry { dead, revived, joined };
  enum class exit { not_last, late, last };

  /// Adds a reference, also from none. `dead`: the count was zero, and still is. `revived`: it was
  /// about to be, and one decrement will be late.
  [[nodiscard]] entry enter() noexcept {
    // Relaxed: what the new reference may look at was ordered by whatever led to this counter,
    // and the decrement that ends it will order its uses before the destruction.
    const Word seen = _word.fetch_add(1, memory_order_relaxed);
    if ((seen & zero) != 0) return entry::dead;
    return seen == 0 ? entry::revived : entry::joined;
  }

  /// enter(), for who does not care: false if the count was zero.
  [[nodiscard]] bool try_increment() noexcept { return enter() != entry::dead; }

  /// Adds a reference for a caller who has one.
  void increment() noexcept {
    // Relaxed: the caller's reference keeps the object alive.
    _word.fetch_add(1, memory_order_relaxed);
  }

  /// Gives a reference up. `last` for exactly one: the one that made the count zero for good. All
  /// uses by those who gave up theirs happen before what it does next. `late`: took the count to
  /// zero, but another one made it final.
  [[nodiscard]] exit leave() noexcept {
    // (1) acq_rel, partners (1), (2), (3), (4): release, so that my uses come before the
    // destruction by whoever takes the credit; acquire, for the case that this is me.
    if (_word.fetch_sub(1, memory_order_acq_rel) != 1) return exit::not_last;
    return settle() ? exit::last : exit::late;
  }

  /// leave(), for who does not care: true for the last.
  [[nodiscard]] bool decrement() noexcept { return leave() == exit::last; }

  /// The references there are; zero only if there will never be one again. Else out of date at
  /// once. What was done with references given up before happened before.
  [[nodiscard]] Word load() noexcept {
    // (2) acquire, partner (1): as a caller who finds itself alone may do what it likes.
    Word seen = _word.load(memory_order_acquire);
    // Zero, but not yet for good: make it so, or an increment could follow our answer.
    // Relaxed: nothing is published; as a read-modify-write it keeps what decrements released.
    if (seen == 0 && _word.compare_exchange_strong(seen, zero | pending, memory_order_relaxed,
                                                   memory_order_relaxed)) {
      return 0;
    }
    return (seen & zero) != 0 ? 0 : seen;
  }

 private:
  static constexpr Word zero = static_cast<Word>(Word{1} << (sizeof(Word) * 8 - 1));
  static constexpr Word pending = static_cast<Word>(zero >> 1);

  /// The count came down to zero; an increment may have followed.
  bool settle() noexcept {
    Word seen = 0;
    // (3) acquire, partner (1): others may have counted up and down since our own decrement.
    // Relaxed on failure: it decides only whether to go on to (4).
    if (_word.compare_exchange_strong(seen, zero, memory_order_acquire, memory_order_relaxed)) {
      return true;
    }
    // Several decrements may get here, for the count may have come down to zero several times.
    // (4) acquire, partner (1): as (3). The exchange gives the credit to one of them.
    return (seen & pending) != 0 && (_word.exchange(zero, memory_order_acquire) & pending) != 0;
  }

  atomic<Word> _word;
};

}  // namespace contend::model
