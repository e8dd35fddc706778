// Epochs and hazard pointers of the xenium library. Include only where CONTEND_HAVE_XENIUM is
// defined.
#pragma once

#include <contend/adapter/reclaim/byte_books.hpp>
#include <contend/subject/reclaimer.hpp>

#include <xenium/reclamation/generic_epoch_based.hpp>
#include <xenium/reclamation/hazard_pointer.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <thread>

namespace contend::adapter {

/// Fraser's scheme in xenium's default configuration.
struct xenium_epoch_scheme {
  using reclamation = xenium::reclamation::epoch_based<>;
  static constexpr subject_info info{
      .name = "xenium_epoch",
      .title = "xenium, epochs",
      .source = "xenium: reclamation::epoch_based",
      .progress = progress::lock_free,
      .tsan_opaque = "its announcements are ordered by fences, which TSan does not model",
  };
  static constexpr reclaimer_traits traits{
      .can_leave = false,
      .cannot =
          "let a member leave: what a thread retired waits in its thread-local lists until it "
          "goes on or ends",
  };
};

/// Michael's scheme; 5 hazard pointers a thread, as retiring takes one.
struct xenium_hazard_scheme {
  using reclamation = xenium::reclamation::hazard_pointer<>::with<
      xenium::policy::allocation_strategy<xenium::reclamation::hp_allocation::static_strategy<5>>>;
  static constexpr subject_info info{
      .name = "xenium_hazard",
      .title = "xenium, hazard pointers",
      .source = "xenium: reclamation::hazard_pointer",
      .progress = progress::lock_free,
      .tsan_opaque = xenium_epoch_scheme::info.tsan_opaque,
  };
  static constexpr reclaimer_traits traits{
      .bounded_garbage = true,
      .can_leave = false,
      .guards_per_thread = 4,
      .cannot = xenium_epoch_scheme::traits.cannot,
  };
};

/// xenium knows no members, only threads: its lists and announcements are thread-local, and nobody
/// else reaches them before the thread ends. So that a load can account for all at its end, a
/// member that leaves goes through empty guards, and retires empty objects, until what it retired
/// is freed; a load of nothing but leaving says nothing about xenium.
///
/// Its concurrent_ptr has no exchange: here it is a loop around its compare_exchange.
///
/// Its quiescent_state_based is not here: there each thread that ever came is waited for until it
/// ends, also while it does nothing, and an object that a destructor retires is lost (xenium 0.0.2:
/// delete_objects() empties the list that it was put on).
template <class Scheme>
struct xenium_reclaimer {
  static constexpr subject_info info = Scheme::info;
  static constexpr reclaimer_traits traits = Scheme::traits;

 private:
  using reclamation = typename Scheme::reclamation;

  template <class T>
  struct deleter {
    std::size_t bytes = 0, owner = 0;
    void operator()(T* dead) const noexcept {
      delete dead;
      _books.freed(bytes);
      _destroyed = true;
      if (owner == _me) --_waiting;  // and not one inherited from a thread that ended
    }
  };

 public:
  template <class T>
  using object = typename reclamation::template enable_concurrent_ptr<T, 0, deleter<T>>;

  template <class T>
  class place {
   public:
    explicit place(T* object) noexcept : _pointer(marked(object)) {}

    T* exchange(T* object) noexcept {
      // Relaxed: the value is only what (1) expects.
      marked old = _pointer.load(std::memory_order_relaxed);
      // (1) acq_rel, partner (1): publishes the new one, takes over the old one. Relaxed on
      // failure: the value is only tried again.
      while (!_pointer.compare_exchange_weak(old, marked(object), std::memory_order_acq_rel,
                                             std::memory_order_relaxed)) {
      }
      return old.get();
    }

   private:
    friend xenium_reclaimer;
    using marked = xenium::marked_ptr<T, 0>;
    typename reclamation::template concurrent_ptr<T, 0> _pointer;
  };

  template <class T>
  class guard {
   public:
    guard() noexcept = default;
    guard(const guard&) = delete;
    guard& operator=(const guard&) = delete;
    [[nodiscard]] T* protect(const place<T>& from) noexcept {
      // Acquires what (1) releases: the object is complete.
      _guard.acquire(from._pointer, std::memory_order_acquire);
      return _guard.get();
    }

   private:
    typename reclamation::template concurrent_ptr<T, 0>::guard_ptr _guard;
  };

  class thread {
   public:
    thread() noexcept { ++_memberships; }
    ~thread() {
      if (--_memberships == 0) flush();
    }
    thread(const thread&) = delete;
    thread& operator=(const thread&) = delete;
    void attach() noexcept {}
    void safepoint() noexcept {}
    void detach() noexcept {}
  };

  template <class T>
  static void retire(T* dead, std::size_t bytes = sizeof(T)) noexcept {
    _books.retired(bytes);
    if (_me == 0) _me = new_thread();
    ++_waiting;
    typename reclamation::template concurrent_ptr<T, 0>::guard_ptr last(
        (xenium::marked_ptr<T, 0>(dead)));
    last.reclaim(deleter<T>{bytes, _me});
  }
  [[nodiscard]] static std::size_t pending() noexcept { return _books.pending(); }
  static void collect() noexcept { flush(); }

 private:
  struct empty : reclamation::template enable_concurrent_ptr<empty> {};

  static std::size_t new_thread() noexcept {
    static constinit std::atomic<std::size_t> last{0};
    // Relaxed: only distinctness matters.
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
  }

  /// Frees what this thread retired. Gives up if another thread stays inside a guard.
  static void flush() noexcept {
    for (int in_vain = 0; _waiting > 0 && in_vain < 1000; ++in_vain) {
      // An epoch lasts 100 guards, and three of them have to pass; 100 objects and two for each
      // hazard pointer there is make a scan. The last empty ones stay until the thread ends.
      for (int i = 0; i < 400 && _waiting > 0; ++i) {
        typename reclamation::template concurrent_ptr<empty, 0>::guard_ptr last(
            (xenium::marked_ptr<empty, 0>(new empty)));
        last.reclaim(std::default_delete<empty>{});
      }
      // What a destructor retires takes the place of what it was retired by.
      if (_destroyed) in_vain = 0;
      _destroyed = false;
      std::this_thread::yield();
    }
  }

  static inline constinit byte_books _books;
  static inline constinit thread_local std::ptrdiff_t _waiting = 0;
  static inline constinit thread_local std::size_t _me = 0;
  static inline constinit thread_local bool _destroyed = false;
  static inline constinit thread_local unsigned _memberships = 0;
};

using xenium_epoch = xenium_reclaimer<xenium_epoch_scheme>;
using xenium_hazard = xenium_reclaimer<xenium_hazard_scheme>;

static_assert(reclaimer<xenium_epoch> && reclaimer<xenium_hazard>);

}  // namespace contend::adapter
