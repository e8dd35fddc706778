// An object with two counts beside it: the strong one keeps it, the weak one keeps its memory.
#pragma once

#include <contend/model/refcount/handle.hpp>
#include <contend/subject/weak.hpp>

#include <utility>

namespace contend::model {

/// What the one who drops a strong reference has to do next.
enum class dropped {
  not_last,  ///< nothing
  last,      ///< destroy the object, and drop the weak reference that the strong ones shared
  late,      ///< drop a weak reference that somebody took for him
};

/// What designs have in common in which all strong references together hold one weak one: the
/// last strong reference destroys the object, the last weak one frees the memory.
///
/// Counts are default-constructed for an object with one strong reference, and have
///  - `add_strong()`, by a caller who has a strong reference; `dropped drop_strong()`;
///  - `bool upgrade()`, by a caller who has a weak one: adds a strong one, or the object is dead;
///  - `add_weak()`, by a caller who has either; `bool drop_weak()`: true for the last one.
/// The last of either kind comes after all that the others did.
template <class Counts>
struct two_counts {
  template <class T>
  struct node;

  /// How a weak handle counts. Not a part of the node, as an object may have a weak handle to its
  /// like as a member: then the node's type is named before it can be known.
  template <class T>
  struct weakly {
    static void up(node<T>* n) noexcept { n->counts.add_weak(); }
    static void down(node<T>* n) noexcept {
      if (n->counts.drop_weak()) delete n;
    }
  };

  template <class T>
  struct node {
    template <class... A>
    explicit node(A&&... args) : value(std::forward<A>(args)...) {}
    ~node() {}  // the value is gone by then
    node(const node&) = delete;
    node& operator=(const node&) = delete;

    static void up(node* n) noexcept { n->counts.add_strong(); }
    static void down(node* n) noexcept {
      const dropped how = n->counts.drop_strong();
      if (how == dropped::not_last) return;
      if (how == dropped::last) n->value.~T();
      weakly<T>::down(n);
    }

    Counts counts;
    union {
      T value;
    };
  };
  template <class T>
  using ref = handle<node<T>>;
  template <class T>
  using weak = handle<node<T>, weakly<T>>;
  using thread = no_membership;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    return ref<T>::adopt(new node<T>(std::forward<A>(args)...));
  }
  template <class T>
  static T& get(const handle<node<T>>& r) noexcept {
    return r.node()->value;
  }
  template <class T>
  static weak<T> downgrade(const handle<node<T>>& r) noexcept {
    weakly<T>::up(r.node());
    return weak<T>::adopt(r.node());
  }
  template <class T>
  static ref<T> upgrade(const handle<node<T>, weakly<T>>& w) noexcept {
    return ref<T>::adopt(w && w.node()->counts.upgrade() ? w.node() : nullptr);
  }

  static constexpr counted_traits traits{.object_bytes = sizeof(Counts)};

 protected:
  /// The price of one allocation for counts and object.
  static constexpr std::string_view keeps_memory =
      "free the memory of a dead object while weak references to it are left";
};

}  // namespace contend::model
