// The per-object state of biased reference counting, as CPython 3.13t lays it out.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/model/refcount/owner_queue.hpp>

#include <cstdint>

namespace contend::model {

struct biased_header;

/// What an object's type offers to the count: the one thing that must outlive the knowledge of
/// the object's C++ type. A runtime derives its own type records from this.
struct biased_type {
  /// Destroys and frees the object. Runs on whichever thread saw the last reference go, with no
  /// lock held; it may drop further objects.
  void (*destroy)(biased_header*) noexcept = nullptr;
};

// A thread's identity (owner_id). Ours are monotone: a counter, never used twice. CPython uses the
// address of the thread's control block instead, which the next thread gets again: that one then
// *is* the owner of what the dead one left. That needs a happens-before edge from exit to reuse
// that only the C library provides, and makes the thread that runs a destructor depend on the luck
// of an allocator. With a counter an orphan stays an orphan, so a run can be repeated and a test
// can say who frees what. The price: objects that outlive their thread never become cheap again.
// The tid is `nobody` in exactly the MERGED objects (CPython gh-121794).

/// Who a thread is that is no member. No object's tid has this value, so it is foreign to all.
inline constexpr owner_id outsider = ~owner_id{0};

/// A local count of this value never moves: the object is immortal.
inline constexpr std::uint32_t immortal_count = UINT32_MAX;

/// The shared word: a signed count above two bits of state. The state only ever grows.
namespace biased_word {

inline constexpr std::int64_t fresh = 0;          ///< never touched by a foreigner that stayed
inline constexpr std::int64_t maybe_weakref = 1;  ///< try_increment() may come at any time
inline constexpr std::int64_t queued = 2;         ///< the owner's queue holds a reference
inline constexpr std::int64_t merged = 3;         ///< the local count is folded in; tid == nobody

inline constexpr std::int64_t one = 4;         ///< a reference
inline constexpr std::int64_t state_mask = 3;  ///< the state's bits

constexpr std::int64_t make(std::int64_t count, std::int64_t state) noexcept {
  return count * one + state;
}
/// Arithmetic shift: the count of an object that is not merged may be below zero.
constexpr std::int64_t count(std::int64_t word) noexcept { return word >> 2; }
constexpr std::int64_t state(std::int64_t word) noexcept { return word & state_mask; }

}  // namespace biased_word

/// The true number of references is local + count(shared). 32 bytes, the last four of them free
/// for what derives from it (the Itanium ABI puts a derived class' first members into the
/// padding): CPython keeps its object lock and its collector bits in the same place.
struct biased_header {
  /// A new object with one reference, held by `creator`. Without an owner it starts merged.
  biased_header(const biased_type* of, owner_id creator) noexcept
      : tid(creator == outsider ? nobody : creator),
        shared(creator == outsider ? biased_word::make(1, biased_word::merged)
                                   : biased_word::fresh),
        type(of),
        local(creator == outsider ? 0 : 1) {}

  atomic<owner_id> tid;
  atomic<std::int64_t> shared;
  const biased_type* type;
  /// Written by the owner alone, without read-modify-write; loaded by everyone.
  atomic<std::uint32_t> local;
};

static_assert(sizeof(biased_header) == 32);

}  // namespace contend::model
