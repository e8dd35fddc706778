// One thread's part in the epochs of a counted design.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/model/refcount/epoch_object.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace contend::model {

/// How the epochs go, as switches. This is the right setting; a mutant derives from it, turns one
/// off, and must be caught.
struct epoch_rules {
  /// An epoch does not end before the part of a detached member was done by somebody else.
  static constexpr bool visit_detached = true;
  /// An object whose count is zero is dead when it was last touched so many epochs ago: in the
  /// one between nobody did. Off by one: the count was zero when an epoch ended, and that is all.
  static constexpr std::int32_t quiet_epochs = 2;
  /// A member that has something to find out opens an epoch after so many safepoints,
  static constexpr unsigned patience = 32;
  /// or as soon as it has so many objects to find out about.
  static constexpr std::size_t impatience = 256;
  /// While an epoch is open, a member that has done its part looks at every so many safepoints
  /// whether it can be closed: who was missing may have detached.
  static constexpr unsigned polls = 8;
};

/// What epochs<D> keeps of a member; a design's own member derives from it.
struct alignas(no_share) epoch_member {
  static constexpr std::uint64_t loud = ~std::uint64_t{0};

  /// Puts an object up for review. Only by the member itself, or by who does its part.
  void list(epoch_header& h) {
    review.push_back(&h);
    quiet = loud;
  }

  /// The state of the epochs at which a safepoint has nothing to do.
  std::uint64_t quiet = loud;
  /// What the member does now belongs to this epoch: the one after the last that it had a part
  /// in. Written by the member, or by who does its part.
  atomic<epoch_number> epoch{0};
  enum place : std::uint32_t { away, visited, here };
  /// `visited`: detached, and somebody else does its part.
  atomic<std::uint32_t> where{away};

  std::vector<epoch_header*> review;  // listed by this member
  // Found dead, to be destroyed by this member. A member and not a local variable, because a
  // destructor may reach another safepoint: that one goes on with the same list.
  std::vector<epoch_header*> dying;
  unsigned waited = 0;
  epoch_member* next = nullptr;  // guarded by the lock of the epochs
};

}  // namespace contend::model
