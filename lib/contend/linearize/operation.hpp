// What one call on a shared object was asked, what it answered, and when: the unit of a history.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace contend::linearize {

/// What was called. Of containers, on one key: `find` (a copy of the value), `contains`, `insert`
/// (if absent), `erase`, `update` (if present), `assign` (whatever was there), `upsert` (insert, or
/// add to what is there), `add` (the same, and it answers what it saw). A register is a key on
/// which only `assign` and `find` are called. Of queues: `push`, `pop`.
enum class action : std::uint8_t {
  find,
  contains,
  insert,
  erase,
  update,
  assign,
  upsert,
  add,
  push,
  pop,
};

/// Yes: it took effect, or found something. Of an upsert: it inserted. Of an assign: always.
enum class outcome : std::uint8_t { unknown, no, yes };

/// When an operation returned that did not: its thread ended, or the recording did.
inline constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

struct operation {
  std::int64_t call = 0;          ///< ns, not later than its first effect
  std::int64_t returned = never;  ///< ns, not earlier than its last effect
  std::uint64_t key = 0;          ///< 0 of a queue
  std::uint64_t value = 0;        ///< what it was given: to write, to add, to push
  std::uint64_t seen = 0;         ///< what a find, an add or a pop that says yes found
  std::uint32_t thread = 0;
  action what = action::find;
  outcome answer = outcome::unknown;

  /// It must have taken effect. One that has not returned may have, at any time after its call.
  [[nodiscard]] bool required() const noexcept { return returned != never; }
};

/// In any order. What was there before the first of them is nothing: record the filling too.
using history = std::vector<operation>;

/// Real time orders the two. Equal stamps order nothing: a clock's tick may hold both.
[[nodiscard]] constexpr bool precedes(const operation& a, const operation& b) noexcept {
  return a.returned < b.call;
}

}  // namespace contend::linearize
