// boost::atomic_shared_ptr as a slot.
#pragma once

#include <contend/adapter/refcount/boost_shared_ptr.hpp>
#include <contend/subject/slot.hpp>

#include <atomic>
#include <boost/smart_ptr/atomic_shared_ptr.hpp>
#include <utility>

namespace contend::adapter {

/// The counting of boost_shared_ptr; a slot is a handle with a spin lock of its own.
struct boost_atomic_shared_ptr : boost_shared_ptr {
  static constexpr subject_info info{
      .name = "boost_atomic_shared_ptr",
      .title = "boost::atomic_shared_ptr",
      .source = "Boost.SmartPtr, atomic_shared_ptr.hpp",
      .progress = progress::blocking,
  };
  static constexpr slot_traits slotting{};

  template <class T>
  class slot {
   public:
    explicit slot(ref<T> initial) noexcept : _place(std::move(initial)) {}

    // Boost takes the orders for the sake of the interface: its lock orders everything.
    [[nodiscard]] ref<T> load() const noexcept {
      // (1) acquire, partner (2): the object's contents are in place.
      return _place.load(std::memory_order_acquire);
    }
    [[nodiscard]] ref<T> share() const noexcept { return load(); }
    [[nodiscard]] ref<T> exchange(ref<T> next) noexcept {
      // (2) acq_rel, partners (1), (2): publishes the new object, and gives the old one away.
      return _place.exchange(std::move(next), std::memory_order_acq_rel);
    }
    void store(ref<T> next) noexcept { (void)exchange(std::move(next)); }

   private:
    boost::atomic_shared_ptr<T> _place;
  };
};

static_assert(slotted<boost_atomic_shared_ptr>);

}  // namespace contend::adapter
