// Weak references: handles that know an object without keeping it alive.
#pragma once

#include <contend/subject/counted.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>

namespace contend {

/// What a design says about its weak references. The tests hold it to its word.
struct weak_traits {
  progress upgrading = progress::blocking;  ///< of upgrade()
  /// Bytes asked of operator new for an object's first weak reference, and for each further one,
  /// copies of a handle aside.
  std::size_t first_bytes = 0, further_bytes = 0;
  std::string_view cannot = {};  ///< what it cannot do, for a reader; empty if nothing
};

/// A counted design P with weak references.
///
///  - `weak<T>`: a weak handle, possibly null; copyable; as thread-safe as ref. It may outlive
///    the object, and be dropped by any member.
///  - `downgrade(ref)`: a weak handle to the object of a ref that is not null. Several threads
///    may do so at once, each with a ref of its own.
///  - `upgrade(weak)`: a strong handle, or null if the object is dead. Never blocks for good. A
///    handle that is not null is as good as any other: the object's destructor has not begun. Once
///    the last ref is gone, upgrades fail from then on, for good; where a design destroys objects
///    later than that (traits.destroyed_by), they may succeed until then and so revive the object.
///    It does not fail while some other thread holds a ref throughout the call.
///  - `stripe_of(ref)`, optional: in a design that guards weak references by a table of locks found
///    by address, the place in that table of the one for this object.
// clang-format off
template <class P>
concept weakly_counted =
    counted<P> && std::copyable<typename P::template weak<int>> &&
    std::default_initializable<typename P::template weak<int>> &&
    requires(const typename P::template ref<int>& r, const typename P::template weak<int>& w,
             typename P::template weak<int>& mine) {
      { P::weakness } -> std::convertible_to<const weak_traits&>;
      { P::downgrade(r) } -> std::same_as<typename P::template weak<int>>;
      { P::upgrade(w) } -> std::same_as<typename P::template ref<int>>;
      { static_cast<bool>(w) };
      { mine.reset() };
    };
// clang-format on

}  // namespace contend
