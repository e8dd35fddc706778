// Safe memory reclamation: who may free what readers without a count may still be looking at.
#pragma once

#include <contend/subject/info.hpp>
#include <contend/subject/membership.hpp>

#include <concepts>
#include <cstddef>
#include <limits>
#include <string_view>

namespace contend {

/// What a scheme says about itself beyond its info. The tests hold it to its word.
struct reclaimer_traits {
  /// A reader that stalls inside a guard keeps at most a bounded amount of garbage from being
  /// freed.
  bool bounded_garbage = false;
  /// A reader that never reaches a safepoint holds everything up, guard or not (QSBR).
  bool needs_safepoints = false;
  /// False: nothing is freed before collect(). A ceiling for what reclamation may cost, and not for
  /// loads that go on retiring.
  bool frees = true;
  /// Objects are deleted on a thread of the scheme's own.
  bool own_thread = false;
  /// False: a member is a thread for as long as it lives, and to leave means nothing to the scheme.
  bool can_leave = true;
  /// How many guards may live at once on a thread.
  std::size_t guards_per_thread = std::numeric_limits<std::size_t>::max();
  std::string_view cannot = {};  ///< what it cannot do, for a reader; empty if nothing
};

/// A reclamation scheme R: one domain for the process. All names below are members of R.
///
///  - `thread`: membership (membership.hpp). Guards live, and objects are retired, only while
///    attached. A thread may hold several memberships at once: it is attached while any is.
///  - `object<T>`: what a T that will be retired derives from, publicly and once: the scheme's link
///    in the object, or nothing.
///  - `place<T>`: a shared pointer to a T, possibly null, built from a T* and not copied. Any
///    attached member may `exchange(T*)`, which releases and acquires. It owns nothing.
///  - `guard<T>`: default-constructed by an attached member; neither copied nor moved. Several may
///    live at once on a thread, at most traits.guards_per_thread; none across a safepoint or a
///    detachment.
///    `protect(place)`: what the place holds. It is not destroyed before the guard dies or
///    protects something else, if it was retired after it had been replaced there.
///  - `retire(T*)`: by an attached member, once, for an object from `new` that no place holds any
///    more: it will be deleted when nobody can be looking at it. By whom: some member inside
///    retire(), safepoint(), attach() or detach() or at its end, a thread of the scheme's own, or
///    collect(). A destructor may retire, but not wait. Where no member is left, any thread may
///    retire, and collect() deletes.
///    `retire(T*, bytes)`: the same, if more than sizeof(T) is kept back meanwhile.
///  - `pending()`: bytes retired and not yet deleted, all threads together. Any thread; a snapshot
///    that may be outdated at once.
///  - `collect()`: no member is left: deletes everything that was retired.
// clang-format off
namespace detail {
template <class R>
struct retirable : R::template object<retirable<R>> {};
}  // namespace detail

template <class R>
concept reclaimer = subject<R> && membership<typename R::thread> &&
    std::default_initializable<typename R::template guard<detail::retirable<R>>> &&
    std::constructible_from<typename R::template place<detail::retirable<R>>, detail::retirable<R>*> &&
    requires(typename R::template guard<detail::retirable<R>>& guard,
             typename R::template place<detail::retirable<R>>& place, detail::retirable<R>* object) {
      { R::traits } -> std::convertible_to<const reclaimer_traits&>;
      { guard.protect(place) } -> std::same_as<detail::retirable<R>*>;
      { place.exchange(object) } -> std::same_as<detail::retirable<R>*>;
      { R::retire(object) };
      { R::retire(object, std::size_t{}) };
      { R::pending() } -> std::same_as<std::size_t>;
      { R::collect() };
    };
// clang-format on

}  // namespace contend
