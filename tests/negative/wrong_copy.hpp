// A count that forgets a reference, once with and once without the memory being reused.
#pragma once

#include <contend/model/refcount/atomic_count.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace contend::negative {

/// An atomic count whose copies are not counted: who drops first frees, the other one uses a dead
/// object.
struct uncounted_copy : model::atomic_count {
  template <class T>
  struct node : model::atomic_count::node<T> {
    using model::atomic_count::node<T>::node;
    static void up(node*) noexcept {}
  };
  template <class T>
  using ref = model::handle<node<T>>;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    return ref<T>::adopt(new node<T>(std::forward<A>(args)...));
  }
  template <class T>
  static T& get(const model::handle<node<T>>& r) noexcept {
    return r.node()->value;
  }
};

/// The same mistake, and each further drop destroys the object again. The memory is kept until
/// the program ends, so that nothing is undefined but the count: only a ledger can tell.
template <bool counts_up>
struct destroying_again {
  static constexpr subject_info info = model::atomic_count::info;
  static constexpr counted_traits traits = model::atomic_count::traits;

  template <class T>
  struct node {
    template <class... A>
    explicit node(A&&... args) {
      std::construct_at(&value, std::forward<A>(args)...);
    }
    ~node() {}

    static void up(node* n) noexcept { n->count += counts_up; }
    static void down(node* n) noexcept {
      if (--n->count <= 0) std::destroy_at(&n->value);
    }

    int count = 1;
    union {
      T value;
    };
  };
  template <class T>
  using ref = model::handle<node<T>>;
  using thread = no_membership;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    static std::vector<std::unique_ptr<node<T>>> kept;
    kept.push_back(std::make_unique<node<T>>(std::forward<A>(args)...));
    return ref<T>::adopt(kept.back().get());
  }
  template <class T>
  static T& get(const model::handle<node<T>>& r) noexcept {
    return r.node()->value;
  }
};

}  // namespace contend::negative
