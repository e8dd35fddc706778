// The plain intrusive atomic count: what most C++ and Rust programs use.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/model/refcount/handle.hpp>
#include <contend/subject/counted.hpp>

#include <cstdint>
#include <utility>

namespace contend::model {

/// One atomic word beside the object. Count up is relaxed: a new reference is made from an old
/// one, which already keeps the object alive. Count down is acq_rel, as in Rust's Arc without
/// its fence (TSan does not model fences).
struct atomic_count {
  static constexpr subject_info info{
      .name = "atomic",
      .title = "intrusive atomic count",
      .source = "Boost intrusive_ref_counter (thread_safe), Rust Arc",
      .progress = progress::wait_free,
  };
  static constexpr counted_traits traits{.object_bytes = 8};

  template <class T>
  struct node {
    template <class... A>
    explicit node(A&&... args) : value(std::forward<A>(args)...) {}

    static void up(node* n) noexcept {
      // Relaxed: the caller holds a count, so the object cannot go away meanwhile.
      n->count.fetch_add(1, memory_order_relaxed);
    }
    static void down(node* n) noexcept {
      // (1) acq_rel, partner (1): release, so that my uses come before the destruction by whoever
      // takes the count to zero; acquire, so that they all come before mine if that is me.
      if (n->count.fetch_sub(1, memory_order_acq_rel) == 1) delete n;
    }

    atomic<std::uint64_t> count{1};
    T value;
  };
  template <class T>
  using ref = handle<node<T>>;
  using thread = no_membership;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    return ref<T>::adopt(new node<T>(std::forward<A>(args)...));
  }
  template <class T>
  static T& get(const handle<node<T>>& r) noexcept {
    return r.node()->value;
  }
};

static_assert(counted<atomic_count>);

}  // namespace contend::model
