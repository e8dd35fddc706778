// boost::shared_ptr as a counted design.
#pragma once

#include <contend/subject/weak.hpp>

#include <boost/smart_ptr/make_shared.hpp>
#include <boost/smart_ptr/shared_ptr.hpp>
#include <boost/smart_ptr/weak_ptr.hpp>
#include <utility>

namespace contend::adapter {

/// boost::make_shared: counts and object in one allocation. The same counts as std::shared_ptr's,
/// always atomic, counted up relaxed where libstdc++'s are acq_rel.
struct boost_shared_ptr {
  static constexpr subject_info info{
      .name = "boost_shared_ptr",
      .title = "boost::shared_ptr",
      .source = "Boost.SmartPtr, boost::make_shared",
      .progress = progress::wait_free,
  };
  static constexpr counted_traits traits{.object_bytes = 32, .handle_bytes = 16};
  static constexpr weak_traits weakness{
      .upgrading = progress::lock_free,
      .cannot = "free the memory of a dead object while weak references to it are left"};

  template <class T>
  using ref = boost::shared_ptr<T>;
  template <class T>
  struct weak : boost::weak_ptr<T> {
    using boost::weak_ptr<T>::weak_ptr;
    /// Not null: it knows an object, dead or alive.
    explicit operator bool() const noexcept { return !this->empty(); }
  };
  using thread = no_membership;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    return boost::make_shared<T>(std::forward<A>(args)...);
  }
  template <class T>
  static T& get(const boost::shared_ptr<T>& r) noexcept {
    return *r;
  }
  template <class T>
  static weak<T> downgrade(const boost::shared_ptr<T>& r) noexcept {
    return weak<T>(r);
  }
  template <class T>
  static ref<T> upgrade(const weak<T>& w) noexcept {
    return w.lock();
  }
};

static_assert(weakly_counted<boost_shared_ptr>);

}  // namespace contend::adapter
