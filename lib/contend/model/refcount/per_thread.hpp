// Per-thread counts: a reference is counted in an array of the thread that has it.
#pragma once

#include <contend/model/refcount/epoch_membership.hpp>
#include <contend/model/refcount/handle.hpp>
#include <contend/model/refcount/per_thread_deltas.hpp>
#include <contend/subject/counted.hpp>

#include <utility>

namespace contend::model {

/// Per-thread counting as CPython 3.14t does it for heap types and code objects: each object has
/// a small unique id, each thread an array of deltas indexed by it, and counting up and down is
/// an add to one's own array. An outsider counts in the object itself.
///
/// The difference is who finds the dead. CPython adds up all arrays while its collector has
/// stopped the world. Here nobody stops: members add their deltas to the objects that they touched
/// once an epoch, at a safepoint, and an object dies as in Refcache (epochs.hpp, and
/// per_thread_rules for why that is right). So a death takes two epochs, and one more for each
/// link of a chain.
///
/// Beside the object each member's array costs 8 bytes for each id in use.
template <class Rules>
struct basic_per_thread_count {
  static constexpr subject_info info{
      .name = "per_thread",
      .title = "per-thread counts, added up in epochs",
      .source =
          "CPython 3.14 free threading (uniqueid.c); Refcache: Clements, Kaashoek, "
          "Zeldovich, RadixVM, EuroSys 2013",
      .progress = progress::blocking,
  };
  using deltas = per_thread_deltas<Rules>;
  static constexpr counted_traits traits{
      .destroyed_by = destroyer::collector,
      .object_bytes = sizeof(typename deltas::header),
      .cannot = "free anything at once, nor while an attached thread reaches no safepoint"};

  using thread = epoch_membership<deltas>;

  template <class T>
  struct node : deltas::header {
    template <class... A>
    explicit node(A&&... args) : deltas::header(&destroy), value(std::forward<A>(args)...) {}

    static void up(node* n) noexcept { deltas::count(*n, +1); }
    static void down(node* n) noexcept { deltas::count(*n, -1); }
    static void destroy(epoch_header* h) noexcept { delete static_cast<node*>(h); }

    T value;
  };
  template <class T>
  using ref = handle<node<T>>;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    return ref<T>::adopt(new node<T>(std::forward<A>(args)...));
  }
  template <class T>
  static T& get(const handle<node<T>>& r) noexcept {
    return r.node()->value;
  }
  static void collect() noexcept { epochs<deltas>::destroy_orphans(); }
};

/// The faithful one.
using per_thread_count = basic_per_thread_count<per_thread_rules>;

static_assert(counted<per_thread_count>);

}  // namespace contend::model
