// A pool where a foreign thread pushes a block on a list of the block's slab.
#pragma once

#include <contend/model/alloc/slab_heap.hpp>
#include <contend/subject/allocator.hpp>

#include <cstddef>
#include <cstdint>
#include <new>

namespace contend::model {

struct cas_list_rules : pool_rules {
  // Each false or true the other way is a planted bug.
  static constexpr bool collects_with_acquire = true;
  static constexpr bool announces_full_slabs = true;
  static constexpr bool pushes_on_the_private_list = false;
};

/// mimalloc's page->xthread_free and heap->thread_delayed_free. `slab::foreign` is the list's head,
/// and its lowest bit says that the owner does not look at the slab. Whoever clears that bit takes
/// the slab back into sight: a foreigner by pushing it on a list of the owner's, the owner, when
/// it frees a block there itself, by hand. A slab on its way is not released, so no one need
/// wait for another, as mimalloc's DELAYED_FREEING makes them do.
template <class Rules = cas_list_rules>
class cas_list {
 public:
  using rules = Rules;

  static bool send(cas_list*, slab& s, void* p) noexcept {
    send_alone(s, p);
    return true;
  }
  static void send_alone(slab& s, void* p) noexcept {
    if constexpr (Rules::pushes_on_the_private_list) return s.push(p);
    auto* const b = new (p) free_block{nullptr};
    // Relaxed: the value is only what (1) expects.
    std::uintptr_t old = s.foreign.load(memory_order_relaxed);
    do {
      b->next = reinterpret_cast<free_block*>(old & ~unseen);
      // (1) acq_rel, partners (2), (3): publishes the block and what its user did to it; and if the
      // slab was out of sight, its owner is done with next_woken. Relaxed on failure: the value is
      // only tried again.
    } while (!s.foreign.compare_exchange_weak(old, reinterpret_cast<std::uintptr_t>(b),
                                              memory_order_acq_rel, memory_order_relaxed));
    // Otherwise the slab may be gone by now.
    if (Rules::announces_full_slabs && (old & unseen) != 0) {
      static_cast<cas_list*>(s.owner)->announce(s);
    }
  }

  template <class Heap>
  void receive(Heap& mine) noexcept {
    // Relaxed: a hint; (5) orders.
    if (_woken.load(memory_order_relaxed) == nullptr) return;
    // (5) acquire, partner (4): who announced the slab is done with it.
    for (slab* s = _woken.exchange(nullptr, memory_order_acquire); s != nullptr;) {
      slab& next = *s;
      s = s->next_woken;
      collect(next);
      mine.woken(next);
    }
  }
  template <class Heap>
  void receive_all(Heap& mine) noexcept {
    receive(mine);
  }

  static void collect(slab& s) noexcept {
    // Relaxed: a hint; (2) orders.
    if (s.foreign.load(memory_order_relaxed) == 0) return;
    std::uintptr_t head = 0;
    if constexpr (Rules::collects_with_acquire) {
      // (2) acquire, partner (1): whoever freed the blocks is done with them.
      head = s.foreign.exchange(0, memory_order_acquire);
    } else {
      // Relaxed: the planted bug.
      head = s.foreign.exchange(0, memory_order_relaxed);
    }
    auto* const first = reinterpret_cast<free_block*>(head);
    free_block* last = first;
    std::uint32_t n = 1;
    for (; last->next != nullptr; last = last->next) ++n;
    last->next = s.free;
    s.free = first;
    s.used -= n;
  }

  [[nodiscard]] static bool rest(slab& s) noexcept {
    std::uintptr_t none = 0;
    // (3) release, partner (1): the owner is done with next_woken, which the one who clears the
    // bit writes. Relaxed on failure: collect() follows.
    return s.foreign.compare_exchange_strong(none, unseen, memory_order_release,
                                             memory_order_relaxed);
  }
  [[nodiscard]] static bool wake(slab& s) noexcept {
    std::uintptr_t only = unseen;
    // Relaxed: nothing has come; if something has, its slab comes through (5).
    return s.foreign.compare_exchange_strong(only, 0, memory_order_relaxed, memory_order_relaxed);
  }

  void leave() noexcept {}
  [[nodiscard]] std::size_t waiting() const noexcept { return 0; }
  [[nodiscard]] static std::size_t waiting_at(slab& s) noexcept {
    // Relaxed: nothing else runs.
    const std::uintptr_t head = s.foreign.load(memory_order_relaxed) & ~unseen;
    std::size_t n = 0;
    for (auto* b = reinterpret_cast<free_block*>(head); b != nullptr; b = b->next) ++n;
    return n;
  }

 private:
  static constexpr std::uintptr_t unseen = 1;

  void announce(slab& s) noexcept {
    // Relaxed: the value is only what (4) expects.
    s.next_woken = _woken.load(memory_order_relaxed);
    // (4) release, partner (5): next_woken. Relaxed on failure: the value is only tried again.
    while (!_woken.compare_exchange_weak(s.next_woken, &s, memory_order_release,
                                         memory_order_relaxed)) {
    }
  }

  alignas(no_share) atomic<slab*> _woken{nullptr};
};

template <class Rules = cas_list_rules>
using basic_pool_cas_list = basic_pool<slab_heap<cas_list<Rules>>>;

/// A foreign free is one compare-and-swap on the slab's list, and another one on a list of the
/// owner's if it is the first for a full slab. The owner takes a slab's list with one exchange when
/// its own list of that slab is empty. The thread that frees needs no state. Thread-safe.
struct pool_cas_list : basic_pool_cas_list<> {
  static constexpr subject_info info{
      .name = "pool_cas_list",
      .title = "our size-class pool, foreign frees on an atomic list a slab",
      .source = "mimalloc 2.x src/free.c, src/page.c; Leijen, Zorn, de Moura, APLAS 2019",
      .progress = progress::blocking,
  };
};

static_assert(allocator<pool_cas_list>);

}  // namespace contend::model
