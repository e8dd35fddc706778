// liburcu's memb and qsbr flavours. Include only where CONTEND_HAVE_URCU is defined.
#pragma once

#include <contend/adapter/reclaim/byte_books.hpp>
#include <contend/subject/reclaimer.hpp>

#include <atomic>
#include <cstddef>

// Read-side functions inline, as its users have them: each of those called here says of itself that
// it is short enough for code under any licence.
#if !defined(_LGPL_SOURCE)
#define _LGPL_SOURCE
#endif
#include <urcu/urcu-memb.h>
#include <urcu/urcu-qsbr.h>

// <urcu/call-rcu.h> declares these for the first flavour that a file includes only.
extern "C" {
void urcu_memb_call_rcu(rcu_head*, void (*)(rcu_head*));
void urcu_memb_barrier(void);
void urcu_qsbr_call_rcu(rcu_head*, void (*)(rcu_head*));
void urcu_qsbr_barrier(void);
}

namespace contend::adapter {

/// Readers without barriers: sys_membarrier() makes the others' cores pay when memory is freed.
struct urcu_memb_flavour {
  static constexpr subject_info info{
      .name = "urcu_memb",
      .title = "liburcu, membarrier flavour",
      .source = "liburcu: urcu-memb, call_rcu",
      .progress = progress::blocking,
      .tsan_opaque =
          "its readers order plain accesses by membarrier(2), in a library not built for "
          "TSan",
  };
  static constexpr bool needs_safepoints = false;

  static void enrol() noexcept { urcu_memb_register_thread(); }
  static void leave() noexcept { urcu_memb_unregister_thread(); }
  static void online() noexcept {}
  static void offline() noexcept {}
  static void quiescent() noexcept {}
  static void lock() noexcept { urcu_memb_read_lock(); }
  static void unlock() noexcept { urcu_memb_read_unlock(); }
  static void call(rcu_head* h, void (*f)(rcu_head*)) noexcept { urcu_memb_call_rcu(h, f); }
  static void barrier() noexcept { urcu_memb_barrier(); }
};

/// Readers that do nothing at all, and tell of quiescent states.
struct urcu_qsbr_flavour {
  static constexpr subject_info info{
      .name = "urcu_qsbr",
      .title = "liburcu, quiescent-state flavour",
      .source = "liburcu: urcu-qsbr, call_rcu",
      .progress = progress::blocking,
      .tsan_opaque = "its readers order plain accesses by fences, in a library not built for TSan",
  };
  static constexpr bool needs_safepoints = true;

  static void enrol() noexcept {
    urcu_qsbr_register_thread();
    urcu_qsbr_thread_offline();
  }
  static void leave() noexcept { urcu_qsbr_unregister_thread(); }
  static void online() noexcept { urcu_qsbr_thread_online(); }
  static void offline() noexcept { urcu_qsbr_thread_offline(); }
  static void quiescent() noexcept { urcu_qsbr_quiescent_state(); }
  static void lock() noexcept { urcu_qsbr_read_lock(); }
  static void unlock() noexcept { urcu_qsbr_read_unlock(); }
  static void call(rcu_head* h, void (*f)(rcu_head*)) noexcept { urcu_qsbr_call_rcu(h, f); }
  static void barrier() noexcept { urcu_qsbr_barrier(); }
};

/// A guard is a read-side critical section; retiring is call_rcu(), whose default is one queue and
/// one thread for all, which deletes a batch a grace period.
template <class Flavour>
struct urcu {
  static constexpr subject_info info = Flavour::info;
  static constexpr reclaimer_traits traits{.needs_safepoints = Flavour::needs_safepoints,
                                           .own_thread = true};

  template <class T>
  struct object {
    struct link {
      rcu_head head;  // first: what call_rcu gives back is the link
      T* owner;
      std::size_t bytes;
    } waiting;
  };

  template <class T>
  class place {
   public:
    explicit place(T* object) noexcept : _object(object) {}
    place(const place&) = delete;
    place& operator=(const place&) = delete;

    [[nodiscard]] T* load() const noexcept {
      // (1) acquire, partner (2): the object is complete. (rcu_dereference is a consume.)
      return _object.load(std::memory_order_acquire);
    }
    T* exchange(T* object) noexcept {
      // (2) acq_rel, partners (1), (2): publishes the new one, takes over the old one.
      return _object.exchange(object, std::memory_order_acq_rel);
    }

   private:
    std::atomic<T*> _object;
  };

  template <class T>
  class guard {
   public:
    guard() noexcept { Flavour::lock(); }
    ~guard() { Flavour::unlock(); }
    guard(const guard&) = delete;
    guard& operator=(const guard&) = delete;
    [[nodiscard]] T* protect(const place<T>& from) noexcept { return from.load(); }
  };

  class thread {
   public:
    thread() noexcept {
      if (_memberships++ == 0) Flavour::enrol();
    }
    ~thread() {
      if (--_memberships == 0) Flavour::leave();
    }
    thread(const thread&) = delete;
    thread& operator=(const thread&) = delete;
    void attach() noexcept {
      if (_attachments++ == 0) Flavour::online();
    }
    void safepoint() noexcept { Flavour::quiescent(); }
    void detach() noexcept {
      if (--_attachments == 0) Flavour::offline();
    }
  };

  template <class T>
  static void retire(T* dead, std::size_t bytes = sizeof(T)) noexcept {
    if (_memberships == 0) {  // no member is left: liburcu wants one
      thread here;
      const attached on(here);
      retire(dead, bytes);
      return;
    }
    _books.retired(bytes);
    auto& waiting = static_cast<object<T>*>(dead)->waiting;
    waiting.owner = dead;
    waiting.bytes = bytes;
    Flavour::call(&waiting.head, &destroy<T>);
  }
  [[nodiscard]] static std::size_t pending() noexcept { return _books.pending(); }
  /// Once for each generation of objects that destructors retire.
  static void collect() noexcept {
    do {
      Flavour::barrier();
    } while (pending() != 0);
  }

 private:
  template <class T>
  static void destroy(rcu_head* head) noexcept {
    const auto waiting = *reinterpret_cast<typename object<T>::link*>(head);
    // liburcu's own thread is enrolled: what a destructor retires goes to its queue.
    ++_memberships;
    delete waiting.owner;
    --_memberships;
    _books.freed(waiting.bytes);
  }

  static inline constinit byte_books _books;
  static inline constinit thread_local unsigned _memberships = 0, _attachments = 0;
};

using urcu_memb = urcu<urcu_memb_flavour>;
using urcu_qsbr = urcu<urcu_qsbr_flavour>;

static_assert(reclaimer<urcu_memb> && reclaimer<urcu_qsbr>);

}  // namespace contend::adapter
