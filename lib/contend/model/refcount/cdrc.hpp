// Concurrent deferred reference counting: a slot is read without touching any count.
#pragma once

#include <contend/model/refcount/cdrc_slot.hpp>
#include <contend/model/refcount/sticky_counter.hpp>
#include <contend/subject/slot.hpp>

#include <cstddef>
#include <utility>

namespace contend::model {

/// A thread's membership. Several on one thread nest. Constructed and destroyed on the same
/// thread. Throws std::bad_alloc.
class cdrc_membership {
 public:
  cdrc_membership() { cdrc_domain::enter(); }
  ~cdrc_membership() { cdrc_domain::leave(); }
  cdrc_membership(const cdrc_membership&) = delete;
  cdrc_membership& operator=(const cdrc_membership&) = delete;

  void attach() noexcept {}
  void detach() noexcept {}
  /// Counts down what members that have left could not.
  void safepoint() noexcept { cdrc_domain::safepoint(); }

  /// The most references that this thread ever kept back at once.
  [[nodiscard]] std::size_t queue_high_water() const noexcept {
    return cdrc_domain::mine().high_water;
  }
};

/// Anderson, Blelloch, Wei: "Concurrent deferred reference counting with constant-time overhead",
/// PLDI 2021, and the PLDI 2022 paper of sticky_counter.hpp; with their program's hazard-pointer
/// backend. A view of a slot is an announcement in one of seven places of its thread, beyond
/// which it is a count. Stores do not count down what they replace: they retire it, and count it
/// down later, after a scan of all announcements. References outside slots are counted at once,
/// up and down: while an object may be announced, it has a slot's count, or a retired one.
///
/// Differences. No cap on the number of threads (there: an environment variable, and exit beyond
/// it): a member takes a record out of a list that grows. A member that leaves hands on what it
/// may not count down yet. exchange() protects readers, see there. The bound on garbage is the
/// program's: 30 or twice the members, whichever is more, and the announcements, for each member.
struct cdrc {
  static constexpr subject_info info{
      .name = "cdrc",
      .title = "deferred counting (CDRC)",
      .source = "Anderson, Blelloch, Wei, PLDI 2021 and 2022; their concurrent_deferred_rc",
      .progress = progress::lock_free,
  };
  /// What a store replaces is a reference too, dropped later by the thread that replaced it or, if
  /// that leaves, by another: so an object dies by the last drop, whatever it was in.
  static constexpr counted_traits traits{.object_bytes = sizeof(sticky_counter<>)};
  static constexpr slot_traits slotting{
      .loading = progress::lock_free,
      .storing = progress::wait_free,
      .cannot =
          "load without counting while the thread holds seven views; free what a thread replaced "
          "before it has replaced some thirty more"};

  template <class T>
  struct node {
    template <class... A>
    explicit node(A&&... args) : value(std::forward<A>(args)...) {}

    static void up(node* n) noexcept { n->references.increment(); }
    static void down(node* n) noexcept {
      if (n->references.decrement()) delete n;
    }

    sticky_counter<> references{1};
    T value;
  };
  template <class T>
  using ref = handle<node<T>>;
  template <class T>
  using slot = cdrc_slot<node<T>>;
  using thread = cdrc_membership;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    return ref<T>::adopt(new node<T>(std::forward<A>(args)...));
  }
  template <class T>
  static T& get(const handle<node<T>>& r) noexcept {
    return r.node()->value;
  }
  template <class T>
  static T& get(const cdrc_snapshot<node<T>>& v) noexcept {
    return v.node()->value;
  }

  static void collect() noexcept { cdrc_domain::collect(); }
};

static_assert(slotted<cdrc>);

}  // namespace contend::model
