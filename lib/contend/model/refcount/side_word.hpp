// Swift's reference count word: a count, or where the count has gone.
#pragma once

#include <contend/core/atomic.hpp>

#include <cstdint>

namespace contend::model {

/// Bits as in Swift's RefCount.h: 63 the count is elsewhere, and the rest is a pointer; 33 to 62
/// strong references beyond the first; 32 the object is being destroyed; the rest unused (Swift
/// keeps its unowned count there). A new word stands for one reference. Any thread may call
/// anything; the callers of all but try_increment() hold a reference.
class side_word {
 public:
  enum class outcome { kept, last, elsewhere };

  /// False if the count is elsewhere, which a caller may know it is not.
  bool increment() noexcept {
    // Relaxed: the caller's reference keeps the object alive.
    std::uint64_t seen = _word.load(memory_order_relaxed);
    do {
      if ((seen & use_slow) != 0) return false;
      // Relaxed: as above.
    } while (
        !_word.compare_exchange_weak(seen, seen + one, memory_order_relaxed, memory_order_relaxed));
    return true;
  }

  /// A reference out of none; false once the object is being destroyed. For the word in a side
  /// table, whose count is nowhere else.
  [[nodiscard]] bool try_increment() noexcept {
    // Relaxed: whoever handed over the weak reference ordered the object's contents, and
    // the count down of this reference will order our uses before the destruction.
    std::uint64_t seen = _word.load(memory_order_relaxed);
    do {
      if ((seen & deiniting) != 0) return false;
      // Relaxed: as above.
    } while (
        !_word.compare_exchange_weak(seen, seen + one, memory_order_relaxed, memory_order_relaxed));
    return true;
  }

  /// `last`: the caller destroys the object, and all uses of it are over.
  [[nodiscard]] outcome decrement() noexcept {
    // Relaxed: the value is only what (1) or (2) expects.
    std::uint64_t seen = _word.load(memory_order_relaxed);
    for (;;) {
      if ((seen & use_slow) != 0) return outcome::elsewhere;
      if (seen >= one) {
        // (1) release, partners (2), (3): my uses come before the destruction by whoever drops
        // the last reference, here or in the side table. Relaxed on failure: only tried again.
        if (_word.compare_exchange_weak(seen, seen - one, memory_order_release,
                                        memory_order_relaxed)) {
          return outcome::kept;
        }
      } else {
        // (2) acquire, partner (1): all other uses come before the destruction, which is mine.
        // Relaxed on failure: only tried again.
        if (_word.compare_exchange_weak(seen, deiniting, memory_order_acquire,
                                        memory_order_relaxed)) {
          return outcome::last;
        }
      }
    }
  }

  /// Where the count has gone; null if it is here.
  [[nodiscard]] void* side() const noexcept {
    // (3) acquire, partners (1), (4): the entry is complete. And whoever counted down in this
    // word did so before it became a pointer, which was a read-modify-write like its own: its
    // uses come before the destruction by whoever drops the last reference there.
    const std::uint64_t seen = _word.load(memory_order_acquire);
    return (seen & use_slow) != 0 ? reinterpret_cast<void*>(seen & ~use_slow) : nullptr;
  }

  /// Moves the count to `there`, a word in `entry` that nobody else knows. False if somebody else
  /// has moved it.
  [[nodiscard]] bool move_to(void* entry, side_word& there) noexcept {
    // Relaxed: the value is only what (4) expects.
    std::uint64_t seen = _word.load(memory_order_relaxed);
    do {
      if ((seen & use_slow) != 0) return false;
      // Relaxed: (4) publishes it.
      there._word.store(seen, memory_order_relaxed);
      // (4) release, partner (3): the entry is complete. Relaxed on failure: only tried again.
    } while (!_word.compare_exchange_weak(seen, use_slow | reinterpret_cast<std::uint64_t>(entry),
                                          memory_order_release, memory_order_relaxed));
    return true;
  }

 private:
  static constexpr std::uint64_t use_slow = std::uint64_t{1} << 63;
  static constexpr std::uint64_t one = std::uint64_t{1} << 33;
  static constexpr std::uint64_t deiniting = std::uint64_t{1} << 32;

  atomic<std::uint64_t> _word{0};
};

}  // namespace contend::model
