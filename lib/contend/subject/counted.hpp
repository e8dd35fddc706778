// Reference-counted ownership: what a design must offer to be put under a refcount load.
#pragma once

#include <contend/subject/info.hpp>

#include <concepts>
#include <utility>

namespace contend {

/// A counted design P. All names below are members of P; P itself is never instantiated.
///
///  - `ref<T>`: a strong handle, possibly null. Copying counts up, destruction and reset() count
///    down, moving does neither. The last count down destroys the T and frees it, on whichever
///    thread the design decides (some hand it to the object's owner: see `thread`).
///    Distinct handles may be used by distinct threads at once; one handle may not.
///  - `make<T>(args...)`: a new object with one reference, owned by the calling thread where the
///    design knows owners. Throws std::bad_alloc.
///  - `get(ref)`: the object. The handle must not be null and must outlive the use.
///  - `thread`: membership. Each thread that touches a ref constructs one first and destroys it
///    after its last touch, on that same thread; empty for designs that need none. While a
///    thread is a member it calls `safepoint()` now and then (a workload: once a step), where a
///    design may run destructors that other threads handed to it. A handle that outlives its
///    thread's membership may be dropped by any other member, or by a thread that is none if
///    no member is left.
///
/// A handle passed between threads needs its own synchronisation, as any value does: the count
/// orders the *destruction* after every use, nothing else.
// clang-format off
template <class P>
concept counted = subject<P> && std::default_initializable<typename P::thread> &&
                  std::copyable<typename P::template ref<int>> &&
                  std::default_initializable<typename P::template ref<int>> &&
                  requires(const typename P::template ref<int>& r, typename P::template ref<int>& w,
                           typename P::thread& membership) {
                    { P::template make<int>(1) } -> std::same_as<typename P::template ref<int>>;
                    { P::get(r) } -> std::same_as<int&>;
                    { static_cast<bool>(r) };
                    { w.reset() };
                    { membership.safepoint() };
                  };
// clang-format on

/// The membership of a design that needs none.
struct no_membership {
  void safepoint() noexcept {}
};

}  // namespace contend
