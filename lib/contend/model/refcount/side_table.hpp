// One word in the object; counts move out into a table entry with the first weak reference.
#pragma once

#include <contend/model/refcount/handle.hpp>
#include <contend/model/refcount/side_word.hpp>
#include <contend/subject/weak.hpp>

#include <cstdint>
#include <utility>

namespace contend::model {

/// Swift's counting (stdlib/public/SwiftShims/RefCount.h), less its unowned references, immortal
/// objects and overflow checks. An object starts with its strong count in its own word. The first
/// weak reference allocates a side table entry and moves the count there, for good: from then on
/// each count goes through the word to the entry. Weak references know the entry only, so the
/// object's memory goes with its last strong reference; the entry stays for the weak ones.
/// Every count is a compare-and-swap loop, as the word may turn into a pointer at any time.
struct side_table {
  static constexpr subject_info info{
      .name = "side_table",
      .title = "side table on first weak reference (Swift)",
      .source = "Swift runtime, RefCount.h",
      .progress = progress::lock_free,
  };
  static constexpr counted_traits traits{.object_bytes = 8};

  template <class T>
  struct node;

  /// What weak handles count and point at. The object, while it lives, holds one of the counts.
  template <class T>
  struct entry {
    explicit entry(node<T>* of) noexcept : object(of) {}

    static void up(entry* e) noexcept {
      // Relaxed, both: the caller holds a count, or the object that holds one.
      std::uint64_t seen = e->weaks.load(memory_order_relaxed);
      while (!e->weaks.compare_exchange_weak(seen, seen + 1, memory_order_relaxed,
                                             memory_order_relaxed)) {
      }
    }
    static void down(entry* e) noexcept {
      // Relaxed: the value is only what (1) expects.
      std::uint64_t seen = e->weaks.load(memory_order_relaxed);
      // (1) acq_rel, partner (1): my look at the entry comes before whoever takes the count to
      // zero frees it. Relaxed on failure: the value is only tried again.
      while (!e->weaks.compare_exchange_weak(seen, seen - 1, memory_order_acq_rel,
                                             memory_order_relaxed)) {
      }
      if (seen == 1) delete e;
    }

    node<T>* const object;
    side_word strong;
    atomic<std::uint64_t> weaks{1};
  };

  template <class T>
  struct node {
    template <class... A>
    explicit node(A&&... args) : value(std::forward<A>(args)...) {}

    static void up(node* n) noexcept {
      if (!n->word.increment()) side(n)->strong.increment();
    }
    static void down(node* n) noexcept {
      switch (n->word.decrement()) {
        case side_word::outcome::kept: return;
        case side_word::outcome::last: delete n; return;
        case side_word::outcome::elsewhere: break;
      }
      entry<T>* e = side(n);
      if (e->strong.decrement() != side_word::outcome::last) return;
      delete n;
      entry<T>::down(e);
    }

    /// The entry of an object that has one.
    static entry<T>* side(node* n) noexcept { return static_cast<entry<T>*>(n->word.side()); }

    /// The entry, made if need be. The caller has a strong reference. Throws std::bad_alloc.
    static entry<T>* form_side(node* n) {
      if (auto* e = side(n)) return e;
      auto* fresh = new entry<T>(n);
      if (n->word.move_to(fresh, fresh->strong)) return fresh;
      delete fresh;
      return side(n);
    }

    side_word word;
    T value;
  };

  static constexpr weak_traits weakness{
      .upgrading = progress::lock_free,
      .first_bytes = sizeof(entry<std::uint64_t>),
      .cannot = "count in the object again once it had a weak reference"};

  template <class T>
  using ref = handle<node<T>>;
  template <class T>
  using weak = handle<entry<T>>;
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
  static weak<T> downgrade(const handle<node<T>>& r) {
    entry<T>* e = node<T>::form_side(r.node());
    entry<T>::up(e);
    return weak<T>::adopt(e);
  }
  template <class T>
  static ref<T> upgrade(const handle<entry<T>>& w) noexcept {
    return ref<T>::adopt(w && w.node()->strong.try_increment() ? w.node()->object : nullptr);
  }
};

static_assert(weakly_counted<side_table>);

}  // namespace contend::model
