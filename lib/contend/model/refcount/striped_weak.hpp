// Weak references over the biased count, under striped locks: CPython's weakref.ref.
#pragma once

#include <contend/model/refcount/biased.hpp>
#include <contend/model/refcount/weak_stripes.hpp>
#include <contend/subject/weak.hpp>

#include <cstddef>
#include <mutex>
#include <utility>

namespace contend::model {

/// As in CPython 3.13t (Objects/weakrefobject.c), less callbacks and subclasses. A weak reference
/// is an object of its own, counted by the biased count; there is one to an object at a time,
/// used by all. An object's stripe guards its pointer to that one, and that one's pointer back.
///
/// To upgrade: look whether the object is gone; lock its stripe; look again, as the address alone
/// kept nothing alive; try_increment. That fails when the count is merged and zero: between the
/// last count down and the destructor, which first takes the stripe to cut the weak reference
/// off. It cannot mistake the owner's unwritten zero for life: making a weak reference marks the
/// object (maybe_weakref), which takes the owner's free without read-modify-write away for good.
///
/// An object whose last reference waits in its owner's queue is alive, and may be revived.
template <class Pitch, class Rules = biased_rules>
struct basic_striped_weak {
  static constexpr subject_info info{
      .name = Pitch::name,
      .title = Pitch::title,
      .source = "CPython 3.13 free threading (weakrefobject.c, pycore_weakref.h)",
      .progress = progress::blocking,
  };

  using ops = biased_ops<Rules>;
  using thread = biased_membership<Rules>;
  using stripes = weak_stripes<Pitch>;

  template <class T>
  struct node;

  /// The weak reference itself.
  template <class T>
  struct reference : biased_header {
    explicit reference(node<T>* of) noexcept
        : biased_header(&type_record, biased_queue<Rules>::self()),
          object(of),
          stripe(stripes::of(of)) {
      // Who finds it by its object may do so when its last handle has just gone.
      ops::expect_try_increment(*this);
    }

    static void up(reference* r) noexcept { ops::increment(*r); }
    static void down(reference* r) noexcept { ops::decrement(*r); }

    static constexpr biased_type type_record{[](biased_header* h) noexcept {
      auto* r = static_cast<reference*>(h);
      {
        const std::lock_guard lock(r->stripe);
        // Relaxed: written under the stripe's lock only.
        if (node<T>* n = r->object.load(memory_order_relaxed)) {
          // (1) release, partner (2): the object may go from here on; I am done with it.
          n->basic.store(nullptr, memory_order_release);
        }
      }
      delete r;
    }};

    atomic<node<T>*> object;  ///< null once it is dead, or has another weak reference
    byte_mutex& stripe;       ///< the object's, which may be gone
  };

  template <class T>
  struct node : biased_header {
    template <class... A>
    explicit node(A&&... args)
        : biased_header(&type_record, biased_queue<Rules>::self()),
          value(std::forward<A>(args)...) {}

    static void up(node* n) noexcept { ops::increment(*n); }
    static void down(node* n) noexcept { ops::decrement(*n); }

    static constexpr biased_type type_record{[](biased_header* h) noexcept {
      auto* n = static_cast<node*>(h);
      n->cut_off();
      delete n;
    }};

    /// PyObject_ClearWeakRefs, for an object whose count is zero.
    void cut_off() noexcept {
      // (2) acquire, partner (1): a weak reference that went before is done with me. There will
      // be no new one, as that takes a strong reference.
      if (basic.load(memory_order_acquire) == nullptr) return;
      const std::lock_guard lock(stripes::of(this));
      // Relaxed, both: the stripe's lock orders them.
      if (reference<T>* r = basic.load(memory_order_relaxed)) {
        r->object.store(nullptr, memory_order_relaxed);
      }
    }

    atomic<reference<T>*> basic{nullptr};  ///< the weak reference, if there is one
    T value;
  };

  static constexpr counted_traits traits{
      .destroyed_by = destroyer::owner,
      .object_bytes = sizeof(node<std::uint64_t>) - sizeof(std::uint64_t),
      .cannot = "free what others dropped while its owner blocks"};
  static constexpr weak_traits weakness{
      .upgrading = progress::blocking,
      .first_bytes = sizeof(reference<std::uint64_t>),
      .cannot = "upgrade two unrelated objects at once if their addresses share a lock"};

  template <class T>
  using ref = handle<node<T>>;
  template <class T>
  using weak = handle<reference<T>>;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    return ref<T>::adopt(new node<T>(std::forward<A>(args)...));
  }
  template <class T>
  static T& get(const handle<node<T>>& r) noexcept {
    return r.node()->value;
  }

  /// The object's one weak reference, made if need be, with the stripe locked, as CPython does.
  template <class T>
  static weak<T> downgrade(const handle<node<T>>& r) {
    node<T>& n = *r.node();
    const std::lock_guard lock(stripes::of(&n));
    // Relaxed: written under the stripe's lock only, here and below.
    reference<T>* old = n.basic.load(memory_order_relaxed);
    if (old != nullptr && ops::try_increment(*old)) return weak<T>::adopt(old);
    auto* fresh = new reference<T>(&n);
    // Its last handle has gone and it waits for the lock. It must not come back for the object,
    // which may be dead when it gets it. Relaxed: as above.
    if (old != nullptr) old->object.store(nullptr, memory_order_relaxed);
    ops::expect_try_increment(n);
    // Relaxed: as above.
    n.basic.store(fresh, memory_order_relaxed);
    return weak<T>::adopt(fresh);
  }

  template <class T>
  static ref<T> upgrade(const handle<reference<T>>& w) noexcept {
    if (!w) return {};
    reference<T>& r = *w.node();
    // Relaxed: null is final; anything else is only an address until the lock is held.
    node<T>* n = r.object.load(memory_order_relaxed);
    if (n == nullptr) return {};
    const std::lock_guard lock(stripes::of(n));
    // Relaxed: written under the stripe's lock only.
    if (r.object.load(memory_order_relaxed) == nullptr || !ops::try_increment(*n)) return {};
    return ref<T>::adopt(n);
  }

  /// Which of the `stripes::count` locks guards the weak references to this object.
  template <class T>
  static std::size_t stripe_of(const handle<node<T>>& r) noexcept {
    return stripes::index(r.node());
  }
};

using striped_packed = basic_striped_weak<packed_stripes>;
using striped_padded = basic_striped_weak<padded_stripes>;

static_assert(weakly_counted<striped_packed> && weakly_counted<striped_padded>);

}  // namespace contend::model
