// Biased reference counting: the owner counts without atomics, everybody else pays.
#pragma once

#include <contend/model/refcount/biased_ops.hpp>
#include <contend/model/refcount/handle.hpp>
#include <contend/subject/counted.hpp>
#include <contend/subject/immortal.hpp>

#include <utility>

namespace contend::model {

template <class Rules>
using biased_membership = owner_membership<biased_queue<Rules>>;

/// Biased counting as in CPython 3.13t. What the count cannot say by itself:
///  - an object that others drop is destroyed by its owner, at its next safepoint: an owner that
///    blocks frees nothing (CPython issue 157838);
///  - a thread that is no member owns nothing: what it makes starts merged, what it drops is
///    foreign, and what orphans it drops last it frees itself.
template <class Rules>
struct basic_biased_count {
  static constexpr subject_info info{
      .name = "biased",
      .title = "biased count",
      .source = "CPython 3.13 free threading (object.h, brc.c); Choi, Shull, Torrellas, PACT 2018",
      .progress = progress::blocking,
  };
  static constexpr counted_traits traits{
      .destroyed_by = destroyer::owner,
      .object_bytes = sizeof(biased_header),
      .cannot = "free what others dropped while its owner blocks"};

  using rules = Rules;
  using ops = biased_ops<Rules>;
  using thread = biased_membership<Rules>;

  template <class T>
  struct node : biased_header {
    template <class... A>
    explicit node(A&&... args)
        : biased_header(&type_record, biased_queue<Rules>::self()),
          value(std::forward<A>(args)...) {}

    static void up(node* n) noexcept { ops::increment(*n); }
    static void down(node* n) noexcept { ops::decrement(*n); }

    static constexpr biased_type type_record{
        [](biased_header* h) noexcept { delete static_cast<node*>(h); }};

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

  /// See immortal.hpp.
  template <class T>
  static void immortalise(const handle<node<T>>& r) noexcept {
    ops::immortalise(*r.node());
  }
  template <class T>
  static void mortalise(const handle<node<T>>& r) noexcept {
    ops::mortalise(*r.node());
  }
};

/// The faithful one.
using biased_count = basic_biased_count<biased_rules>;

static_assert(immortalising<biased_count>);

}  // namespace contend::model
