// boost::local_shared_ptr over boost::shared_ptr as a counted design.
#pragma once

#include <contend/subject/counted.hpp>

#include <boost/smart_ptr/local_shared_ptr.hpp>
#include <boost/smart_ptr/make_shared_object.hpp>
#include <boost/smart_ptr/shared_ptr.hpp>
#include <memory>
#include <utility>

namespace contend::adapter {

/// What crosses threads is a boost::shared_ptr; what one thread keeps is a boost::local_shared_ptr
/// made from it: a plain count of its own that holds one atomic count for all the copies. Each
/// localise() allocates that count.
struct boost_local_shared_ptr {
  static constexpr subject_info info{
      .name = "boost_local_shared_ptr",
      .title = "boost::local_shared_ptr on each thread, boost::shared_ptr between them",
      .source = "Boost.SmartPtr",
      .progress = progress::wait_free,
  };
  static constexpr counted_traits traits{
      .object_bytes = 32,
      .handle_bytes = 2 * sizeof(void*),
      .cannot = "hand a local handle to another thread; each first local one is an allocation"};

  template <class T>
  using ref = boost::shared_ptr<T>;
  template <class T>
  using local = boost::local_shared_ptr<T>;
  using thread = no_membership;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    return boost::make_shared<T>(std::forward<A>(args)...);
  }
  template <class T>
  static local<T> localise(const boost::shared_ptr<T>& r) {
    return local<T>(r);
  }
  template <class T>
  static T& get(const boost::shared_ptr<T>& r) noexcept {
    return *r;
  }
  template <class T>
  static T& get(const boost::local_shared_ptr<T>& l) noexcept {
    return *l;
  }
};

static_assert(counted<boost_local_shared_ptr>);

}  // namespace contend::adapter
