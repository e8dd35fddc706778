// std::shared_ptr as a counted design.
#pragma once

#include <contend/subject/weak.hpp>

#include <memory>
#include <utility>

namespace contend::adapter {

/// make_shared, so that count and object are one allocation as in the intrusive designs. The
/// handle is two words, and there is a weak count beside the strong one.
///
/// libstdc++ counts without atomics until the process has started its first thread (it asks
/// __libc_single_threaded): 0.9 against 12.6 ns a copy on one machine. A one-thread point of ours
/// runs on a worker thread, so it pays the atomic price, as any program with a thread does.
struct std_shared_ptr {
  static constexpr subject_info info{
      .name = "std_shared_ptr",
      .title = "std::shared_ptr",
      .source = "the C++ library that the program is built with, std::make_shared",
      .progress = progress::wait_free,
  };
  static constexpr counted_traits traits{.object_bytes = 16, .handle_bytes = 16};
  static constexpr weak_traits weakness{
      .upgrading = progress::lock_free,
      .cannot = "free the memory of a dead object while weak references to it are left"};

  template <class T>
  using ref = std::shared_ptr<T>;
  template <class T>
  struct weak : std::weak_ptr<T> {
    using std::weak_ptr<T>::weak_ptr;
    /// Not null: it knows an object, dead or alive.
    explicit operator bool() const noexcept {
      const std::weak_ptr<T> none;
      return this->owner_before(none) || none.owner_before(*this);
    }
  };
  using thread = no_membership;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    return std::make_shared<T>(std::forward<A>(args)...);
  }
  template <class T>
  static T& get(const std::shared_ptr<T>& r) noexcept {
    return *r;
  }
  template <class T>
  static weak<T> downgrade(const std::shared_ptr<T>& r) noexcept {
    return weak<T>(r);
  }
  template <class T>
  static ref<T> upgrade(const weak<T>& w) noexcept {
    return w.lock();
  }
};

static_assert(weakly_counted<std_shared_ptr>);

}  // namespace contend::adapter
