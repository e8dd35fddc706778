// Two atomic counts beside the object, strong and weak; an upgrade never counts up from zero.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/model/refcount/handle.hpp>
#include <contend/subject/weak.hpp>

#include <cstdint>
#include <utility>

namespace contend::model {

/// The line of the algorithm that history got wrong, as a switch. This is the right setting; a
/// mutant derives from it, turns it off, and must be caught (tests/negative).
struct arc_rules {
  /// An upgrade looks at the count and counts up in one step. Off: it looks first and counts up
  /// afterwards, and so hands out an object whose destructor began in between.
  static constexpr bool upgrade_by_cas = true;
};

/// Rust's Arc (library/alloc/src/sync.rs). All strong references together hold one weak one: the
/// last strong destroys the object, the last weak frees the memory that both are in. Left out:
/// the abort at isize::MAX references, and the lock in the weak count that get_mut needs.
template <class Rules>
struct basic_arc {
  static constexpr subject_info info{
      .name = "arc",
      .title = "strong and weak count (Rust Arc)",
      .source = "Rust standard library, alloc::sync::Arc",
      .progress = progress::wait_free,
  };
  static constexpr counted_traits traits{.object_bytes = 16};
  static constexpr weak_traits weakness{
      .upgrading = progress::lock_free,
      .cannot = "free the memory of a dead object while weak references to it are left"};

  template <class T>
  struct node {
    template <class... A>
    explicit node(A&&... args) : value(std::forward<A>(args)...) {}
    ~node() {}  // the value is gone by then
    node(const node&) = delete;
    node& operator=(const node&) = delete;

    static void up(node* n) noexcept {
      // Relaxed: the caller holds a count, so the object cannot go away meanwhile.
      n->strong.fetch_add(1, memory_order_relaxed);
    }
    static void down(node* n) noexcept {
      // (1) acq_rel, partners (1), (2): release, so that my uses come before the destruction by
      // whoever takes the count to zero; acquire, so that they all come before mine if that is me.
      if (n->strong.fetch_sub(1, memory_order_acq_rel) != 1) return;
      n->value.~T();
      weakly::down(n);
    }

    /// How a weak handle counts.
    struct weakly {
      static void up(node* n) noexcept {
        // Relaxed: the caller holds a count, strong or weak, so the memory stays.
        n->weak.fetch_add(1, memory_order_relaxed);
      }
      static void down(node* n) noexcept {
        // (3) acq_rel, partner (3): my look at the counts, or my destruction of the object, comes
        // before the memory is freed by whoever takes the count to zero.
        if (n->weak.fetch_sub(1, memory_order_acq_rel) == 1) delete n;
      }
    };

    /// A strong count out of a weak one; false if the object is dead.
    [[nodiscard]] static bool upgrade(node* n) noexcept {
      // Relaxed: the value is only what (2) expects; zero is final, and nothing follows from it.
      std::uint64_t seen = n->strong.load(memory_order_relaxed);
      if constexpr (Rules::upgrade_by_cas) {
        do {
          if (seen == 0) return false;
          // (2) acquire, partner (1): what was done under the references dropped so far comes
          // before what is done under this one. Relaxed on failure: the value is only tried again.
        } while (!n->strong.compare_exchange_weak(seen, seen + 1, memory_order_acquire,
                                                  memory_order_relaxed));
      } else {
        if (seen == 0) return false;
        // Relaxed: the planted bug; no order would help it.
        n->strong.fetch_add(1, memory_order_relaxed);
      }
      return true;
    }

    atomic<std::uint64_t> strong{1};
    atomic<std::uint64_t> weak{1};
    union {
      T value;  // destroyed by the last strong reference, before the memory goes
    };
  };
  template <class T>
  using ref = handle<node<T>>;
  template <class T>
  using weak = handle<node<T>, typename node<T>::weakly>;
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
    node<T>::weakly::up(r.node());
    return weak<T>::adopt(r.node());
  }
  template <class T>
  static ref<T> upgrade(const handle<node<T>, typename node<T>::weakly>& w) noexcept {
    return ref<T>::adopt(w && node<T>::upgrade(w.node()) ? w.node() : nullptr);
  }
};

/// The right one.
using arc = basic_arc<arc_rules>;

static_assert(weakly_counted<arc>);

}  // namespace contend::model
