// The foreign queues as their libraries' users write them: what the adapters are measured against.
#pragma once

#include "adapter_cost.hpp"

#include <contend/adapter/buffer/boost_frame.hpp>
#include <contend/adapter/buffer/boost_lockfree_queue.hpp>
#include <contend/adapter/buffer/boost_lockfree_spsc.hpp>
#include <contend/adapter/buffer/boost_lockfree_stack.hpp>
#include <contend/adapter/buffer/tbb_bounded_queue.hpp>
#include <contend/adapter/buffer/tbb_concurrent_queue.hpp>
#include <contend/core/sanitizer.hpp>
#include <contend/core/type_list.hpp>
#if defined(CONTEND_HAVE_MOODYCAMEL)
#include <contend/adapter/buffer/moodycamel_queue.hpp>
#endif
#if defined(CONTEND_HAVE_ATOMIC_QUEUE)
#include <contend/adapter/buffer/atomic_queue.hpp>
#endif
#if defined(CONTEND_HAVE_CK)
#include <contend/adapter/buffer/ck_ring.hpp>
#endif
#if defined(CONTEND_HAVE_XENIUM)
#include <contend/adapter/buffer/xenium_michael_scott.hpp>
#include <contend/adapter/buffer/xenium_vyukov.hpp>
#endif

#include <memory>
#include <type_traits>

namespace contend::suites {

/// One a queue: the library's object, how it is made, what a thread keeps of it, and the adapter.
/// in_boost_lockfree() is nothing but a name for TSan.
struct boost_queue_by_hand {
  using adapted = adapter::boost_lockfree_queue<word>;
  using library = boost::lockfree::queue<word>;
  static library make(std::size_t n) { return library(n); }
  struct user {
    library& q;
    explicit user(library& l) : q(l) {}
    bool push(word v) {
      return adapter::in_boost_lockfree([&] { return q.bounded_push(v); });
    }
    bool pop(word& v) {
      return adapter::in_boost_lockfree([&] { return q.pop(v); });
    }
  };
};

struct boost_queue_fixed_by_hand {
  using adapted = adapter::boost_lockfree_queue_fixed<word>;
  using library = boost::lockfree::queue<word, boost::lockfree::fixed_sized<true>>;
  static library make(std::size_t n) { return library(n); }
  struct user {
    library& q;
    explicit user(library& l) : q(l) {}
    bool push(word v) {
      return adapter::in_boost_lockfree([&] { return q.bounded_push(v); });
    }
    bool pop(word& v) {
      return adapter::in_boost_lockfree([&] { return q.pop(v); });
    }
  };
};

struct boost_queue_growing_by_hand {
  using adapted = adapter::boost_lockfree_queue_growing<word>;
  using library = boost::lockfree::queue<word>;
  static library make(std::size_t n) { return library(n); }
  struct user {
    library& q;
    explicit user(library& l) : q(l) {}
    bool push(word v) {
      return adapter::in_boost_lockfree([&] { return q.push(v); });
    }
    bool pop(word& v) {
      return adapter::in_boost_lockfree([&] { return q.pop(v); });
    }
  };
};

struct boost_stack_by_hand {
  using adapted = adapter::boost_lockfree_stack<word>;
  using library = boost::lockfree::stack<word>;
  static library make(std::size_t n) { return library(n); }
  struct user {
    library& s;
    explicit user(library& l) : s(l) {}
    bool push(word v) {
      return adapter::in_boost_lockfree([&] { return s.bounded_push(v); });
    }
    bool pop(word& v) {
      return adapter::in_boost_lockfree([&] { return s.pop(v); });
    }
  };
};

struct boost_spsc_by_hand {
  using adapted = adapter::boost_lockfree_spsc<word>;
  using library = boost::lockfree::spsc_queue<word>;
  static library make(std::size_t n) { return library(n); }
  struct user {
    library& q;
    explicit user(library& l) : q(l) {}
    bool push(word v) { return q.push(v); }
    bool pop(word& v) { return q.pop(v); }
  };
};

struct tbb_queue_by_hand {
  using adapted = adapter::tbb_concurrent_queue<word>;
  using library =
      std::conditional_t<built_for_tsan, tbb::concurrent_queue<word, std::allocator<word>>,
                         tbb::concurrent_queue<word>>;
  static library make(std::size_t) { return library(); }
  struct user {
    library& q;
    explicit user(library& l) : q(l) {}
    bool push(word v) {
      q.push(v);
      return true;
    }
    bool pop(word& v) { return q.try_pop(v); }
  };
};

struct tbb_bounded_by_hand {
  using adapted = adapter::tbb_bounded_queue<word>;
  struct library : std::conditional_t<built_for_tsan,
                                      tbb::concurrent_bounded_queue<word, std::allocator<word>>,
                                      tbb::concurrent_bounded_queue<word>> {
    explicit library(std::size_t n) { this->set_capacity(static_cast<std::ptrdiff_t>(n)); }
  };
  static library make(std::size_t n) { return library(n); }
  struct user {
    library& q;
    explicit user(library& l) : q(l) {}
    bool push(word v) { return q.try_push(v); }
    bool pop(word& v) { return q.try_pop(v); }
  };
};

#if defined(CONTEND_HAVE_MOODYCAMEL)
struct moodycamel_by_hand {
  using adapted = adapter::moodycamel_queue<word>;
  using library = moodycamel::ConcurrentQueue<word>;
  static library make(std::size_t n) { return library(n, 3, 0); }
  struct user {
    library& q;
    moodycamel::ProducerToken in;
    moodycamel::ConsumerToken out;
    explicit user(library& l) : q(l), in(l), out(l) {}
    bool push(word v) { return q.enqueue(in, v); }
    bool pop(word& v) { return q.try_dequeue(out, v); }
  };
};
#endif

#if defined(CONTEND_HAVE_ATOMIC_QUEUE)
struct atomic_queue_by_hand {
  using adapted = adapter::atomic_queue<word>;
  using library = ::atomic_queue::AtomicQueueB<word, std::allocator<word>, ~word{0}>;
  static library make(std::size_t n) { return library(static_cast<unsigned>(n)); }
  struct user {
    library& q;
    explicit user(library& l) : q(l) {}
    bool push(word v) { return q.try_push(v); }
    bool pop(word& v) { return q.try_pop(v); }
  };
};
#endif

#if defined(CONTEND_HAVE_CK)
template <bool many>
struct ck_ring_by_hand {
  using adapted =
      std::conditional_t<many, adapter::ck_ring_mpmc<word>, adapter::ck_ring_spsc<word>>;
  struct library {
    explicit library(std::size_t n) : places(std::make_unique<ck_ring_buffer[]>(2 * n)) {
      ck_ring_init(&ring, static_cast<unsigned>(2 * n));
    }
    alignas(no_share) ck_ring ring;
    std::unique_ptr<ck_ring_buffer[]> places;
  };
  static library make(std::size_t n) { return library(n); }
  struct user {
    ck_ring* r;
    ck_ring_buffer* b;
    explicit user(library& l) : r(&l.ring), b(l.places.get()) {}
    bool push(word v) {
      void* const p = reinterpret_cast<void*>(v);
      return many ? ck_ring_enqueue_mpmc(r, b, p) : ck_ring_enqueue_spsc(r, b, p);
    }
    bool pop(word& v) {
      void* p;
      if (many ? !ck_ring_dequeue_mpmc(r, b, &p) : !ck_ring_dequeue_spsc(r, b, &p)) return false;
      v = reinterpret_cast<word>(p);
      return true;
    }
  };
};
#endif

#if defined(CONTEND_HAVE_XENIUM)
struct xenium_michael_scott_by_hand {
  using adapted = adapter::xenium_michael_scott<word>;
  using library =
      xenium::michael_scott_queue<word,
                                  xenium::policy::reclaimer<xenium::reclamation::epoch_based<>>>;
  static library make(std::size_t) { return library(); }
  struct user {
    library& q;
    explicit user(library& l) : q(l) {}
    bool push(word v) {
      q.push(v);
      return true;
    }
    bool pop(word& v) { return q.try_pop(v); }
  };
};

struct xenium_vyukov_by_hand {
  using adapted = adapter::xenium_vyukov<word>;
  using library = xenium::vyukov_bounded_queue<word>;
  static library make(std::size_t n) { return library(n); }
  struct user {
    library& q;
    explicit user(library& l) : q(l) {}
    bool push(word v) { return q.try_push(v); }
    bool pop(word& v) { return q.try_pop(v); }
  };
};
#endif

// clang-format off
using queues_by_hand = type_list<
    boost_queue_by_hand,
    boost_queue_fixed_by_hand,
    boost_queue_growing_by_hand,
    boost_stack_by_hand,
    boost_spsc_by_hand,
    tbb_queue_by_hand,
    tbb_bounded_by_hand
#if defined(CONTEND_HAVE_MOODYCAMEL)
    , moodycamel_by_hand
#endif
#if defined(CONTEND_HAVE_ATOMIC_QUEUE)
    , atomic_queue_by_hand
#endif
#if defined(CONTEND_HAVE_CK)
    , ck_ring_by_hand<true>
    , ck_ring_by_hand<false>
#endif
#if defined(CONTEND_HAVE_XENIUM)
    , xenium_michael_scott_by_hand
    , xenium_vyukov_by_hand
#endif
    >;
// clang-format on

}  // namespace contend::suites
