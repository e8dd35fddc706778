// boost::intrusive_ptr as a counted design.
#pragma once

#include <contend/subject/counted.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <utility>

namespace contend::adapter {

/// With Boost's own thread-safe counter (int, counted down with acq_rel).
struct boost_intrusive_ptr {
  static constexpr subject_info info{
      .name = "boost_intrusive_ptr",
      .title = "boost::intrusive_ptr",
      .source = "Boost.SmartPtr, intrusive_ref_counter with thread_safe_counter",
      .progress = progress::wait_free,
  };
  static constexpr counted_traits traits{.object_bytes = 8};

  template <class T>
  struct node : boost::intrusive_ref_counter<node<T>, boost::thread_safe_counter> {
    template <class... A>
    explicit node(A&&... args) : value(std::forward<A>(args)...) {}
    T value;
  };
  template <class T>
  using ref = boost::intrusive_ptr<node<T>>;
  using thread = no_membership;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    return ref<T>(new node<T>(std::forward<A>(args)...));
  }
  template <class T>
  static T& get(const boost::intrusive_ptr<node<T>>& r) noexcept {
    return r->value;
  }
};

static_assert(counted<boost_intrusive_ptr>);

}  // namespace contend::adapter
