// A thread's membership of a design with epochs.
#pragma once

#include <contend/model/refcount/epochs.hpp>

namespace contend::model {

/// Constructed and destroyed on the same thread, detached; one a thread and design at a time. D:
/// see epochs. Throws std::bad_alloc.
template <class D>
class epoch_membership {
 public:
  epoch_membership() {
    D::bind(&_member);
    epochs<D>::join(_member);
  }
  ~epoch_membership() { epochs<D>::leave(_member); }
  epoch_membership(const epoch_membership&) = delete;
  epoch_membership& operator=(const epoch_membership&) = delete;

  void attach() noexcept { epochs<D>::attach(_member); }
  void detach() noexcept { epochs<D>::detach(_member); }
  /// Runs the destructors of what this member found dead.
  void safepoint() noexcept { epochs<D>::safepoint(_member); }

 private:
  typename D::member _member;
};

}  // namespace contend::model
