// The plain intrusive atomic count: what most C++ and Rust programs use; and two dearer ways to
// count the same word.
#pragma once

#include <contend/model/refcount/atomic_steps.hpp>
#include <contend/model/refcount/handle.hpp>
#include <contend/subject/counted.hpp>

#include <cstdint>
#include <utility>

namespace contend::model {

/// One atomic word beside the object, counted by `Steps` (atomic_steps.hpp).
template <class Steps>
struct basic_atomic_count {
  static constexpr subject_info info = Steps::info;
  static constexpr counted_traits traits{.object_bytes = 8};

  template <class T>
  struct node {
    template <class... A>
    explicit node(A&&... args) : value(std::forward<A>(args)...) {}

    static void up(node* n) noexcept { Steps::up(n->count); }
    static void down(node* n) noexcept {
      if (Steps::down(n->count)) delete n;
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

using atomic_count = basic_atomic_count<acq_rel_steps>;
using atomic_seq_cst_count = basic_atomic_count<seq_cst_steps>;
using atomic_cas_count = basic_atomic_count<cas_steps>;

static_assert(counted<atomic_count>);
static_assert(counted<atomic_seq_cst_count>);
static_assert(counted<atomic_cas_count>);

}  // namespace contend::model
