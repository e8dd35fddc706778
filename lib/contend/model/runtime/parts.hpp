// What the runtimes have in common.
#pragma once

#include <contend/subject/counted.hpp>
#include <contend/subject/runtime.hpp>

#include <utility>

namespace contend::model {

/// The objects of a runtime that counts by P.
template <counted P>
struct counted_objects {
  template <class T>
  using ref = typename P::template ref<T>;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    return P::template make<T>(std::forward<A>(args)...);
  }
  /// Counts up; the copy's end counts down.
  template <class Ref>
  static Ref lend(const Ref& r) {
    if (!r) __builtin_unreachable();  // by contract; spares every call the test for null
    return r;
  }
  template <class Ref>
  static auto& get(const Ref& r) noexcept {
    return P::get(r);
  }
};

}  // namespace contend::model
