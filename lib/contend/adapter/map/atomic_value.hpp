// Values that are changed in place, where a container gives a reference and no lock.
#pragma once

#include <atomic>
#include <concepts>
#include <type_traits>

namespace contend::adapter {

/// What such a container may hold. Any other value could be read while half of it is written.
template <class V>
concept atomic_value = std::is_trivially_copyable_v<V> && std::atomic_ref<V>::is_always_lock_free;

/// A value inside a container, as a user of the library would reach it by std::atomic's default. A
/// mere release store could still wait in its core's store buffer when update() has returned, and a
/// lookup that begins then elsewhere would miss it.
///
/// Whoever found an element that is erased meanwhile changes what nobody can find any more: such an
/// update, and every lookup that saw it, took place just before the erasure.
template <atomic_value V>
class value_at {
 public:
  explicit value_at(V& v) noexcept : _value(v) {}
  explicit value_at(const V& v) noexcept : _value(const_cast<V&>(v)) {}

  [[nodiscard]] V get() const noexcept {
    // (1) seq_cst, partners (2), (3): sees what was set before it began.
    return _value.load(std::memory_order_seq_cst);
  }
  void set(V v) const noexcept {
    // (2) seq_cst, partner (1): what begins after it sees it.
    _value.store(v, std::memory_order_seq_cst);
  }
  template <class Change>
  void change(Change&& change) const {
    // Relaxed: only what (3) expects.
    V now = _value.load(std::memory_order_relaxed);
    // (3) seq_cst, partner (1): as (2). Relaxed on failure: the value is only tried again.
    while (!_value.compare_exchange_weak(now, change(static_cast<const V&>(now)),
                                         std::memory_order_seq_cst, std::memory_order_relaxed)) {
    }
  }

 private:
  std::atomic_ref<V> _value;
};

}  // namespace contend::adapter
