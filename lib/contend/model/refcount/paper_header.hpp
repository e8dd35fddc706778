// The per-object state of biased reference counting as published.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/model/refcount/owner_queue.hpp>

#include <cstdint>

namespace contend::model {

struct paper_header;

/// What an object's type offers to the count.
struct paper_type {
  /// Destroys and frees the object. Runs on whichever thread saw the last reference go, with no
  /// lock held; it may drop further objects.
  void (*destroy)(paper_header*) noexcept = nullptr;
};

/// The paper's RCWord is 64 bits that are read and written by halves: the owner writes one half
/// without a read-modify-write while others exchange the other one. Neither half is ever accessed
/// as part of the whole, so the two are atomics of 32 bits side by side, and no location is
/// touched in two sizes, which C++ has no words for.
///
/// The biased half: 18 bits of thread id above 14 bits of count. One load brings both.
namespace paper_biased {

inline constexpr unsigned count_bits = 14;
inline constexpr std::uint32_t most = (1u << count_bits) - 1;  ///< the largest count
/// Who a thread is that is no member. No object's tid has this value.
inline constexpr owner_id outsider = (1u << 18) - 1;

constexpr std::uint32_t make(owner_id tid, std::uint32_t count) noexcept {
  return static_cast<std::uint32_t>(tid) << count_bits | count;
}
constexpr owner_id tid(std::uint32_t half) noexcept { return half >> count_bits; }
constexpr std::uint32_t count(std::uint32_t half) noexcept { return half & most; }

}  // namespace paper_biased

/// What the shared half says. The count may be below zero as long as it is not merged.
struct paper_state {
  std::int64_t count = 0;
  bool merged = false;  ///< the biased count is folded in; nobody owns the object
  bool queued = false;  ///< a foreigner has asked the owner to merge, and it has not yet
};

/// The shared half: 14 bits of signed count above 18, of which the paper leaves 16 to others. We
/// take one of these: where the count is `elsewhere`, it did not fit (paper_overflow.hpp).
namespace paper_shared {

inline constexpr std::uint32_t merged = 1, queued = 2, elsewhere = 4;
inline constexpr std::uint32_t one = 1u << 18;
inline constexpr std::int64_t most = (1 << 13) - 1, least = -(1 << 13);

constexpr bool fits(std::int64_t count) noexcept { return least <= count && count <= most; }
constexpr std::uint32_t flags(const paper_state& s) noexcept {
  return (s.merged ? merged : 0) | (s.queued ? queued : 0);
}
constexpr std::uint32_t make(const paper_state& s) noexcept {
  return static_cast<std::uint32_t>(s.count) << 18 | flags(s);
}
/// An arithmetic shift brings the sign.
constexpr std::int64_t count(std::uint32_t half) noexcept {
  return static_cast<std::int32_t>(half) >> 18;
}
constexpr paper_state read(std::uint32_t half) noexcept {
  return {count(half), (half & merged) != 0, (half & queued) != 0};
}

}  // namespace paper_shared

/// The true number of references is the sum of the two counts. 8 bytes, as in the paper, and the
/// pointer that Swift's objects have beside them.
struct paper_header {
  /// A new object with one reference, held by `creator`. Without an owner it starts merged.
  paper_header(const paper_type* of, owner_id creator) noexcept
      : biased(creator == paper_biased::outsider ? 0 : paper_biased::make(creator, 1)),
        shared(creator == paper_biased::outsider ? paper_shared::make({1, true, false}) : 0),
        type(of) {}

  /// Written by the owner alone while there is one; loaded by everyone, for the tid.
  atomic<std::uint32_t> biased;
  atomic<std::uint32_t> shared;
  const paper_type* type;
};

static_assert(sizeof(paper_header) == 16);

}  // namespace contend::model
