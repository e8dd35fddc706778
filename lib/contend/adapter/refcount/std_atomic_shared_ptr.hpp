// std::atomic<std::shared_ptr> as a slot.
#pragma once

#include <contend/adapter/refcount/std_shared_ptr.hpp>
#include <contend/subject/slot.hpp>

#include <atomic>
#include <memory>
#include <utility>

namespace contend::adapter {

/// The counting of std_shared_ptr, with the standard's own slots. libstdc++ takes the lowest bit of
/// the control block's address for a spin lock, holds it while a load counts up, and sleeps if it
/// is taken for long.
struct std_atomic_shared_ptr : std_shared_ptr {
  static constexpr subject_info info{
      .name = "std_atomic_shared_ptr",
      .title = "std::atomic<std::shared_ptr>",
      .source = "the C++ library that the program is built with",
      .progress = progress::blocking,
      .tsan_opaque =
          "libstdc++ releases its spin lock with a relaxed operation (google/sanitizers#1558)"};
  static constexpr slot_traits slotting{};

  template <class T>
  class slot {
   public:
    explicit slot(ref<T> initial) noexcept : _place(std::move(initial)) {}

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
    std::atomic<std::shared_ptr<T>> _place;
  };
};

static_assert(slotted<std_atomic_shared_ptr>);

}  // namespace contend::adapter
