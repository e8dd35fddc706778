// Safe memory reclamation: who may free what readers without a count may still be looking at.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/subject/info.hpp>
#include <contend/subject/membership.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>

namespace contend {

/// What a scheme says about itself beyond its info.
struct reclaimer_traits {
  /// A reader that stalls inside a guard keeps at most a bounded amount of garbage from being
  /// freed.
  bool bounded_garbage = false;
  /// A reader that never reaches a safepoint holds everything up, guard or not (QSBR).
  bool needs_safepoints = false;
  std::string_view cannot = {};  ///< what it cannot do, for a reader; empty if nothing
};

/// A reclamation scheme R: one domain for the process. All names below are members of R.
///
///  - `thread`: membership (membership.hpp). Guards live, and objects are retired, only while
///    attached.
///  - `guard`: constructed from the calling member; neither copied nor moved; several may live at
///    once, in LIFO order, at most `guards_per_thread`; none across a safepoint or a detachment.
///    `protect(source)`: loads a pointer from an atomic that others may change; what it points at
///    is not freed before the guard dies or protects something else, if it was retired after
///    it became unreachable through `source`. The load acquires.
///  - `thread::retire(p, bytes, destroy)`: p is no longer reachable for readers that come from now
///    on; `destroy(p)` is called once, when nobody can be looking at it any more, by some member
///    inside retire(), safepoint(), attach(), detach() or at its end, or by collect().
///    `bytes`: what is kept back meanwhile, for the books.
///  - `pending()`: bytes retired and not yet freed, all threads together; any thread, a snapshot
///    that may be outdated at once.
///  - `collect()`: no member is left: frees everything that was retired.
// clang-format off
template <class R>
concept reclaimer = subject<R> && membership<typename R::thread> &&
    std::constructible_from<typename R::guard, typename R::thread&> &&
    requires(typename R::thread& member, typename R::guard& guard, atomic<int*>& source, void* garbage,
             void (*destroy)(void*)) {
      { R::traits } -> std::convertible_to<const reclaimer_traits&>;
      { R::guards_per_thread } -> std::convertible_to<std::size_t>;
      { guard.protect(source) } -> std::same_as<int*>;
      { member.retire(garbage, std::size_t{}, destroy) };
      { R::pending() } -> std::same_as<std::size_t>;
      { R::collect() };
    };
// clang-format on

}  // namespace contend
