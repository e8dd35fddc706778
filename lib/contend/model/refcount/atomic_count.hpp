// The plain intrusive atomic count: what most C++ and Rust programs use.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/subject/counted.hpp>

#include <cstdint>
#include <utility>

namespace contend::model {

/// One atomic word beside the object. Count up is relaxed: a new reference is made from an old
/// one, which already keeps the object alive. Count down is acq_rel, as in Rust's Arc without
/// its fence (TSan does not model fences).
struct atomic_count {
  static constexpr subject_info info{
      .name = "atomic",
      .title = "intrusive atomic count",
      .source = "Boost intrusive_ref_counter (thread_safe), Rust Arc",
      .progress = progress::wait_free,
  };

  template <class T>
  class ref {
   public:
    ref() noexcept = default;
    ref(const ref& other) noexcept : _node(other._node) {
      // Relaxed: `other` holds a count, so the object cannot go away meanwhile.
      if (_node) _node->count.fetch_add(1, memory_order_relaxed);
    }
    ref(ref&& other) noexcept : _node(std::exchange(other._node, nullptr)) {}
    ref& operator=(ref other) noexcept {
      std::swap(_node, other._node);
      return *this;
    }
    ~ref() { reset(); }

    void reset() noexcept {
      node* n = std::exchange(_node, nullptr);
      // (1) acq_rel, partner: every other run of (1). Release: my uses come before the
      // destruction by whoever takes the count to zero; acquire: if that is me, after theirs.
      if (n && n->count.fetch_sub(1, memory_order_acq_rel) == 1) delete n;
    }
    explicit operator bool() const noexcept { return _node != nullptr; }

   private:
    friend struct atomic_count;
    struct node {
      template <class... A>
      explicit node(A&&... args) : value(std::forward<A>(args)...) {}
      atomic<std::uint64_t> count{1};
      T value;
    };
    node* _node = nullptr;
  };

  using thread = no_membership;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    ref<T> r;
    r._node = new typename ref<T>::node(std::forward<A>(args)...);
    return r;
  }
  template <class T>
  static T& get(const ref<T>& r) noexcept {
    return r._node->value;
  }
};

}  // namespace contend::model
