// A slot whose loads count in the slot's own word: folly's atomic_shared_ptr.
#pragma once

#include <contend/model/refcount/split_count_slot.hpp>
#include <contend/subject/slot.hpp>

#include <cstdint>
#include <stdexcept>
#include <utility>

namespace contend::model {

/// The count is split between the object's word and the word of each slot that holds the object.
/// A slot pays for `charge` references in advance and gives one of them to each load, which
/// therefore touches nothing but the slot's word; the debt is settled when the slot lets go of
/// the object, or when half of the charge is used up. References outside slots are counted in the
/// object's word alone, as atomic_count does.
struct split_count {
  static constexpr subject_info info{
      .name = "split_count",
      .title = "split count",
      .source = "folly, AtomicSharedPtr.h; A. Williams, C++ Concurrency in Action, section 7.2.4",
      .progress = progress::lock_free,
  };
  static constexpr counted_traits traits{
      .object_bytes = 8, .cannot = "count an object at an address of more than 48 bits"};
  static constexpr slot_traits slotting{
      .loading = progress::lock_free,
      .storing = progress::wait_free,
      .cannot = "load without waiting while 4095 other loads of it are interrupted halfway"};

  template <class T>
  struct node : split_count_word {
    template <class... A>
    explicit node(A&&... args) : value(std::forward<A>(args)...) {}

    static void up(node* n) noexcept { n->add(1); }
    static void down(node* n) noexcept { drop(n, 1); }
    /// Gives up `references` of one owner at once; none is harmless.
    static void drop(node* n, std::uint64_t references) noexcept {
      if (n->subtract(references)) delete n;
    }

    T value;
  };
  template <class T>
  using ref = handle<node<T>>;
  template <class T>
  using slot = split_count_slot<node<T>>;
  using thread = no_membership;

  /// Throws std::bad_alloc; std::runtime_error for memory beyond 48 bits (five-level page tables
  /// that the program asked for, or tagged pointers).
  template <class T, class... A>
  static ref<T> make(A&&... args) {
    auto made = ref<T>::adopt(new node<T>(std::forward<A>(args)...));
    if (!slot<T>::packable(made.node())) {
      throw std::runtime_error("split_count: an object lies beyond 48 bits of address");
    }
    return made;
  }
  template <class T>
  static T& get(const handle<node<T>>& r) noexcept {
    return r.node()->value;
  }
};

static_assert(slotted<split_count>);

}  // namespace contend::model
