// An object whose death epochs decide: its count, and the epoch in which it was last touched.
#pragma once

#include <contend/core/atomic.hpp>

#include <cstdint>

namespace contend::model {

/// The number of an epoch: 31 bits, compared around the corner.
using epoch_number = std::uint32_t;

/// The word of such an object: a signed count in the upper half; the epoch in which it was last
/// touched; and, lowest, whether some member has it on its list of objects to review.
namespace epoch_word {

inline constexpr std::uint64_t listed = 1;
inline constexpr std::uint64_t one = std::uint64_t{1} << 32;  ///< a reference
inline constexpr epoch_number number_mask = 0x7fff'ffff;

constexpr std::int32_t count(std::uint64_t word) noexcept {
  return static_cast<std::int32_t>(word >> 32);
}
constexpr std::uint64_t add(std::uint64_t word, std::int64_t references) noexcept {
  return word + static_cast<std::uint64_t>(references) * one;
}
/// How many epochs before `now` the object was touched; below zero if later. A listed object is
/// reviewed once an epoch, so that this is never far from zero.
constexpr std::int32_t age(std::uint64_t word, epoch_number now) noexcept {
  const std::uint32_t touched = static_cast<std::uint32_t>(word) >> 1;
  return static_cast<std::int32_t>((now - touched) << 1) >> 1;
}
/// The word of an object that was touched in epoch `in`, or has been later; and is listed. The
/// number in a word that is not listed is old, and means nothing.
constexpr std::uint64_t touch(std::uint64_t word, epoch_number in) noexcept {
  if ((word & listed) != 0 && age(word, in) <= 0) return word;
  return (word >> 32 << 32) | std::uint64_t{in & number_mask} << 1 | listed;
}

static_assert(count(add(3 * one | 5, -4)) == -1);
static_assert(age(touch(one, 7), 9) == 2 && age(touch(one, number_mask), 1) == 2);
static_assert(touch(touch(one, 7), 6) == touch(one, 7), "never back");

}  // namespace epoch_word

/// What all objects of such a design begin with.
struct epoch_header {
  using destroyer_of = void (*)(epoch_header*) noexcept;

  explicit epoch_header(destroyer_of d) noexcept : destroy(d) {}

  atomic<std::uint64_t> word{epoch_word::one};
  /// Destroys and frees the object, on whichever thread found it dead, with no lock held.
  const destroyer_of destroy;
};

/// What a review says of a listed object.
enum class epoch_verdict { keep, alive, dead };

/// The review of an object that dies when its word's count has been zero and nobody has touched
/// it for `quiet_epochs`. One that is alive leaves the list: whatever takes its count to zero
/// touches it, and so lists it again.
inline epoch_verdict review_count(epoch_header& h, epoch_number now,
                                  std::int32_t quiet_epochs) noexcept {
  // Relaxed: what was written before the last epoch ended is seen, because the reviewer has seen
  // that end (epochs.hpp); what comes later touches the object.
  std::uint64_t word = h.word.load(memory_order_relaxed);
  const std::int32_t age = epoch_word::age(word, now);
  if (epoch_word::count(word) == 0) {
    return age >= quiet_epochs ? epoch_verdict::dead : epoch_verdict::keep;
  }
  if (age < 1) return epoch_verdict::keep;
  // Relaxed: it fails if somebody touched the object since; the word itself is all that counts.
  return h.word.compare_exchange_strong(word, word & ~epoch_word::listed, memory_order_relaxed,
                                        memory_order_relaxed)
             ? epoch_verdict::alive
             : epoch_verdict::keep;
}

}  // namespace contend::model
