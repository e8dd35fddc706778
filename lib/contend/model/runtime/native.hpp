// The floor: no counting at all.
#pragma once

#include <contend/model/list/locked_list.hpp>
#include <contend/model/runtime/parts.hpp>

#include <memory>

namespace contend::model {

/// Every object has one owner and whoever else uses it borrows a pointer: the program as a C++
/// programmer writes it who knows all lifetimes. A list that is shared has a std::mutex.
struct native_runtime {
  static constexpr subject_info info{
      .name = "native",
      .title = "single owners and borrowed pointers, no counting (the floor)",
      .source = "std::unique_ptr, std::mutex",
      .progress = progress::blocking,
  };

  template <class T>
  using ref = std::unique_ptr<T>;
  template <class E>
  using list = model::list<E>;
  template <class E>
  using shared_list = locked_list<E>;
  using thread = no_membership;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    return std::make_unique<T>(std::forward<A>(args)...);
  }
  template <class T>
  static T* lend(const ref<T>& r) noexcept {
    return r.get();
  }
  template <class T>
  static T& get(const ref<T>& r) noexcept {
    return *r;
  }
  template <class T>
  static T& get(T* borrowed) noexcept {
    return *borrowed;
  }
};

static_assert(runtime<native_runtime>);

}  // namespace contend::model
