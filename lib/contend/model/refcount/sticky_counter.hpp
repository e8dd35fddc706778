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
template <std::unsigned_integral Word = std::uint64_t>
class sticky_counter {
 public:
  constexpr explicit sticky_counter(Word count) noexcept : _word(count == 0 ? zero : count) {}

  /// Adds a reference, also from none. False if the count was zero: then it still is.
  [[nodiscard]] bool try_increment() noexcept {
    // Relaxed: what the new reference may look at was ordered by whatever led to this counter,
    // and the decrement that ends it will order its uses before the destruction.
    return (_word.fetch_add(1, memory_order_relaxed) & zero) == 0;
  }

  /// Adds a reference for a caller who has one.
  void increment() noexcept {
    // Relaxed: the caller's reference keeps the object alive.
    _word.fetch_add(1, memory_order_relaxed);
  }

  /// Gives a reference up. True for exactly one of all decrements: the one that made it zero for
  /// good. All uses by those who gave up theirs happen before what it does next.
  [[nodiscard]] bool decrement() noexcept {
    // (1) acq_rel, partners (1), (2), (3), (4): release, so that my uses come before the
    // destruction by whoever takes the credit; acquire, for the case that this is me.
    if (_word.fetch_sub(1, memory_order_acq_rel) != 1) return false;
    return settle();
  }

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
