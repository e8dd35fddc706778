// The slot that everybody writes first: a handle and a mutex.
#pragma once

#include <contend/model/refcount/atomic_count.hpp>
#include <contend/subject/slot.hpp>

#include <mutex>
#include <utility>

namespace contend::model {

/// The counting of atomic_count; a slot is a handle that is copied and swapped under a mutex of
/// its own. What a store replaces is dropped outside the lock.
struct mutex_slot : atomic_count {
  static constexpr subject_info info{
      .name = "mutex_slot",
      .title = "atomic count, slots under a mutex",
      .source = "the usual way",
      .progress = progress::blocking,
  };
  static constexpr slot_traits slotting{};

  template <class T>
  class slot {
   public:
    explicit slot(ref<T> initial) noexcept : _held(std::move(initial)) {}

    [[nodiscard]] ref<T> load() {
      const std::lock_guard lock(_mutex);
      return _held;
    }
    [[nodiscard]] ref<T> share() { return load(); }
    [[nodiscard]] ref<T> exchange(ref<T> next) {
      const std::lock_guard lock(_mutex);
      return std::exchange(_held, std::move(next));
    }
    void store(ref<T> next) { (void)exchange(std::move(next)); }

   private:
    std::mutex _mutex;
    ref<T> _held;
  };
};

static_assert(slotted<mutex_slot>);

}  // namespace contend::model
