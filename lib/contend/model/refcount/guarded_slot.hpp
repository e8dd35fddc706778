// Counts beside a reclamation scheme: slots that are read under a guard, as the Linux kernel reads
// what RCU protects.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/model/refcount/handle.hpp>
#include <contend/subject/reclaimer.hpp>
#include <contend/subject/slot.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace contend::model {

/// An object whose count and memory outlive its last reference by as long as R's readers may look
/// at it, if it was ever in a slot; one that never was goes with its last reference.
template <reclaimer R, class T>
struct guarded_node : R::template object<guarded_node<R, T>> {
  template <class... A>
  explicit guarded_node(A&&... args) : value(std::forward<A>(args)...) {}

  static void up(guarded_node* n) noexcept {
    // Relaxed: the caller holds a count, so the object cannot go away meanwhile.
    n->count.fetch_add(one, memory_order_relaxed);
  }
  static void down(guarded_node* n) noexcept {
    // (1) acq_rel, partner (1): release, so that my uses come before the destruction by whoever
    // takes the count to zero; acquire, so that they all come before mine if that is me.
    const std::uint64_t before = n->count.fetch_sub(one, memory_order_acq_rel);
    if (before == one) {
      delete n;
    } else if (before == (one | in_a_slot)) {
      R::retire(n);
    }
  }
  /// By a reader who knows the node under a guard: false if the last reference is gone, for good.
  [[nodiscard]] static bool up_unless_dead(guarded_node* n) noexcept {
    // Relaxed: the value is only what the exchange expects.
    std::uint64_t seen = n->count.load(memory_order_relaxed);
    // Relaxed: a count that is not zero keeps the object alive, and its contents were acquired
    // with the pointer.
    do {
      if (seen < one) return false;
    } while (!n->count.compare_exchange_weak(seen, seen + one, memory_order_relaxed,
                                             memory_order_relaxed));
    return true;
  }
  /// By a holder, before it puts the node into a slot.
  static void expose(guarded_node* n) noexcept {
    // Relaxed: putting it there publishes it, and whoever counts down last does so later.
    if ((n->count.load(memory_order_relaxed) & in_a_slot) == 0) {
      n->count.fetch_or(in_a_slot, memory_order_relaxed);
    }
  }

  static constexpr std::uint64_t in_a_slot = 1, one = 2;
  atomic<std::uint64_t> count{one};
  T value;
};

/// How many guards the thread's views hold, of all their types.
template <reclaimer R>
struct guards_in_views {
  static constexpr std::size_t most = R::traits.guards_per_thread - 1;  // one is for share()
  static inline constinit thread_local std::size_t now = 0;
};

/// What a slot held when it was loaded: under a guard where the thread has one left, else counted.
/// Dies on its thread, before the next safepoint or detachment.
template <reclaimer R, class T>
class guarded_view {
 public:
  using node_type = guarded_node<R, T>;
  using place_type = typename R::template place<node_type>;

  explicit guarded_view(place_type& from) noexcept {
    if (guards::now < guards::most) {
      ++guards::now;
      _node = _guard.emplace().protect(from);
    } else {
      _counted = share(from);
      _node = _counted.node();
    }
  }
  ~guarded_view() {
    if (_guard) --guards::now;
  }
  guarded_view(const guarded_view&) = delete;
  guarded_view& operator=(const guarded_view&) = delete;

  explicit operator bool() const noexcept { return _node != nullptr; }
  [[nodiscard]] node_type* node() const noexcept { return _node; }

  /// A count on what `from` holds; null if that is null.
  [[nodiscard]] static handle<node_type> share(place_type& from) noexcept {
    typename R::template guard<node_type> guard;
    for (;;) {
      node_type* const seen = guard.protect(from);
      // Its last reference gone, it is not in the slot any more, either: look again.
      if (seen == nullptr || node_type::up_unless_dead(seen)) {
        return handle<node_type>::adopt(seen);
      }
    }
  }

 private:
  using guards = guards_in_views<R>;

  std::optional<typename R::template guard<node_type>> _guard;
  handle<node_type> _counted;
  node_type* _node = nullptr;
};

/// RCU and a reference count, as the kernel joins them: a reader looks at what a slot holds under a
/// guard and counts only what it keeps, by an increment that fails from zero
/// (kref_get_unless_zero); the last drop does not free, it retires (kfree_rcu). With R's guards in
/// the place of RCU's. While a node's count is not zero nobody can have retired it; so each is
/// retired once, whatever goes into slots and out again. `Info`: who it is.
template <reclaimer R, const subject_info& Info>
struct guarded_slot {
  static constexpr subject_info info = Info;
  static constexpr counted_traits traits{.object_bytes = sizeof(guarded_node<R, std::uint64_t>) -
                                                         sizeof(std::uint64_t)};
  static constexpr slot_traits slotting{
      .loading = R::traits.bounded_garbage ? progress::lock_free : progress::wait_free,
      .storing = progress::wait_free,
      .cannot =
          R::traits.bounded_garbage
              ? "load without counting while the thread holds seven views; destroy at once "
                "what was ever in a slot"
              : "destroy at once what was ever in a slot; free anything while a reader stalls",
  };

  using thread = typename R::thread;
  template <class T>
  using ref = handle<guarded_node<R, T>>;

  template <class T>
  class slot {
   public:
    explicit slot(ref<T> initial) noexcept : _place(give_up(std::move(initial))) {}
    ~slot() { store({}); }

    [[nodiscard]] guarded_view<R, T> load() noexcept { return guarded_view<R, T>(_place); }
    [[nodiscard]] ref<T> share() noexcept { return guarded_view<R, T>::share(_place); }
    [[nodiscard]] ref<T> exchange(ref<T> next) noexcept {
      return ref<T>::adopt(_place.exchange(give_up(std::move(next))));
    }
    void store(ref<T> next) noexcept { (void)exchange(std::move(next)); }

   private:
    using node_type = guarded_node<R, T>;

    /// The node, with the handle's count on it.
    static node_type* give_up(ref<T> r) noexcept {
      node_type* const n = r.release();
      if (n != nullptr) node_type::expose(n);
      return n;
    }

    typename guarded_view<R, T>::place_type _place;
  };

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    return ref<T>::adopt(new guarded_node<R, T>(std::forward<A>(args)...));
  }
  template <class T>
  static T& get(const handle<guarded_node<R, T>>& r) noexcept {
    return r.node()->value;
  }
  template <class T>
  static T& get(const guarded_view<R, T>& v) noexcept {
    return v.node()->value;
  }

  static void collect() noexcept { R::collect(); }
};

}  // namespace contend::model
