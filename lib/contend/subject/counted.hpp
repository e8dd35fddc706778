// Reference-counted ownership: what a design must offer to be put under a refcount load.
#pragma once

#include <contend/subject/collect.hpp>
#include <contend/subject/info.hpp>
#include <contend/subject/membership.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>
#include <utility>

namespace contend {

/// Which thread runs an object's destructor, and so frees it.
enum class destroyer {
  last_dropper,  ///< whoever drops the last reference, then and there
  owner,         ///< the thread that made it, at a safepoint of its own, if others dropped it
  collector,     ///< whichever member finds it unreferenced, at a safepoint, some time later
  teardown,      ///< nobody while members exist: it is freed by collect()
};

constexpr std::string_view to_string(destroyer d) noexcept {
  switch (d) {
    case destroyer::last_dropper: return "the last to drop it";
    case destroyer::owner: return "its owner, at a safepoint";
    case destroyer::collector: return "a collecting member, at a safepoint";
    case destroyer::teardown: return "nobody before the end";
  }
  return "?";
}

/// What a counted design says about itself beyond its info. The tests hold it to its word.
struct counted_traits {
  destroyer destroyed_by = destroyer::last_dropper;
  /// Bytes asked of operator new for an object of 8 bytes that has one reference and never had a
  /// weak one, beyond these 8.
  std::size_t object_bytes = 0;
  std::size_t handle_bytes = sizeof(void*);  ///< sizeof(ref<T>)
  std::string_view cannot = {};              ///< what it cannot do, for a reader; empty if nothing
};

/// A counted design P. All names below are members of P; P itself is never instantiated.
///
///  - `traits`: see counted_traits.
///  - `ref<T>`: a strong handle, possibly null. Copying counts up, destruction and reset() count
///    down, moving does neither. After the last count down the T is destroyed once and freed, by
///    whom traits.destroyed_by says. Distinct handles may be used by distinct threads at once;
///    one handle may not. A ref may be dropped on another thread than the one that made it.
///  - `make<T>(args...)`: a new object with one reference, owned by the calling thread where the
///    design knows owners. Throws std::bad_alloc.
///  - `get(ref)`: the object. The handle must not be null and must outlive the use.
///  - `thread`: membership (membership.hpp). Each thread that touches a ref is a member and
///    attached. Two exceptions, both on a thread that is no member: it may make objects and hand
///    them to members; and when no member is left, any one thread may drop what is left.
///  - `local<T>` and `localise(ref)`, optional (see local_of): a thread-confined handle. Copying
///    one and dropping the copy is what an interpreter does with its evaluation stack. Made,
///    copied and dropped by one member while attached; it may live across safepoints and
///    detachments, not beyond the membership. `get(local)` as get(ref).
///  - `collect()`, optional: when no member and no reference is left, destroys what is not yet; see
///    collect.hpp.
///
/// A handle passed between threads needs its own synchronisation, as any value does: the count
/// orders the *destruction* after every use, nothing else.
// clang-format off
template <class P>
concept counted = subject<P> && membership<typename P::thread> &&
                  std::copyable<typename P::template ref<int>> &&
                  std::default_initializable<typename P::template ref<int>> &&
                  requires(const typename P::template ref<int>& r, typename P::template ref<int>& w) {
                    { P::traits } -> std::convertible_to<const counted_traits&>;
                    { P::template make<int>(1) } -> std::same_as<typename P::template ref<int>>;
                    { P::get(r) } -> std::same_as<int&>;
                    { static_cast<bool>(r) };
                    { w.reset() };
                  };

/// A counted design whose objects die while threads run: what a load that goes on making objects
/// needs.
template <class P>
concept mortal = counted<P> && P::traits.destroyed_by != destroyer::teardown;
// clang-format on

namespace detail {
template <class P, class T>
struct local_type {
  using type = typename P::template ref<T>;
};
template <class P, class T>
requires requires { typename P::template local<T>; }
struct local_type<P, T> {
  using type = typename P::template local<T>;
};
}  // namespace detail

/// The thread-confined handle of design P: its own, or a ref where it has none.
template <class P, class T>
using local_of = typename detail::local_type<P, T>::type;

/// A thread-confined handle to what `r` refers to; see `local` above.
template <class P, class T, class Ref>
[[nodiscard]] local_of<P, T> localise(const Ref& r) {
  if constexpr (requires { P::localise(r); }) {
    return P::localise(r);
  } else {
    return r;
  }
}

}  // namespace contend
