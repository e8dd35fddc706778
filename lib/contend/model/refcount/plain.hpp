// The count without any threads: what the atomic ones are compared with.
#pragma once

#include <contend/model/refcount/handle.hpp>
#include <contend/subject/counted.hpp>

#include <cstdint>
#include <utility>

namespace contend::model {

/// A plain word beside the object: CPython under its global lock, Rust's Rc. One thread only.
struct plain_count {
  static constexpr subject_info info{
      .name = "plain",
      .title = "intrusive plain count",
      .source = "CPython with the GIL (ob_refcnt), Rust Rc",
      .progress = progress::wait_free,
      .max_threads = 1,
  };
  static constexpr counted_traits traits{.object_bytes = 8, .cannot = "be counted by two threads"};

  template <class T>
  struct node {
    template <class... A>
    explicit node(A&&... args) : value(std::forward<A>(args)...) {}

    static void up(node* n) noexcept { ++n->count; }
    static void down(node* n) noexcept {
      if (--n->count == 0) delete n;
    }

    std::uint64_t count = 1;
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

static_assert(counted<plain_count>);

}  // namespace contend::model
