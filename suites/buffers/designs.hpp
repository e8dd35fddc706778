// The buffers on the bench, one line each.
#pragma once

#include "audit.hpp"

#include <contend/adapter/buffer/boost_lockfree_queue.hpp>
#include <contend/adapter/buffer/boost_lockfree_spsc.hpp>
#include <contend/adapter/buffer/boost_lockfree_stack.hpp>
#include <contend/adapter/buffer/mutex_deque.hpp>
#include <contend/adapter/buffer/spsc_mesh.hpp>
#include <contend/adapter/buffer/tbb_bounded_queue.hpp>
#include <contend/adapter/buffer/tbb_concurrent_queue.hpp>
#include <contend/core/type_list.hpp>
#include <contend/model/buffer/cond_ring.hpp>
#include <contend/model/buffer/locked_ring.hpp>
#include <contend/model/buffer/null_buffer.hpp>
#include <contend/model/buffer/spsc_ring.hpp>
#include <contend/model/buffer/vyukov_bounded.hpp>
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
#include <contend/adapter/buffer/xenium_kfifo.hpp>
#include <contend/adapter/buffer/xenium_michael_scott.hpp>
#include <contend/adapter/buffer/xenium_ramalhete.hpp>
#include <contend/adapter/buffer/xenium_vyukov.hpp>
#endif

#include <string>
#include <vector>

namespace contend::suites {

// clang-format off
/// Of one word, in the order of `contend list`.
using buffers = type_list<
    model::null_buffer<item>,
    adapter::mutex_deque<item>,
    model::mutex_ring<item>,
    model::spin_ring<item>,
    model::cond_ring<item>,
    model::vyukov_bounded<item>,
    model::spsc_ring<item>,
    adapter::boost_lockfree_queue<item>,
    adapter::boost_lockfree_queue_fixed<item>,
    adapter::boost_lockfree_queue_growing<item>,
    adapter::boost_lockfree_stack<item>,
    adapter::boost_lockfree_spsc<item>,
    adapter::spsc_mesh<item>,
    adapter::tbb_concurrent_queue<item>,
    adapter::tbb_bounded_queue<item>
#if defined(CONTEND_HAVE_MOODYCAMEL)
    , adapter::moodycamel_queue<item>
#endif
#if defined(CONTEND_HAVE_ATOMIC_QUEUE)
    , adapter::atomic_queue<item>
#endif
#if defined(CONTEND_HAVE_CK)
    , adapter::ck_ring_mpmc<item>
    , adapter::ck_ring_spsc<item>
#endif
#if defined(CONTEND_HAVE_XENIUM)
    , adapter::xenium_michael_scott<item>
    , adapter::xenium_ramalhete<item>
    , adapter::xenium_vyukov<item>
    , adapter::xenium_kfifo<item>
#endif
    >;
// clang-format on

struct absent_buffer {
  std::string name, why;
};

/// Those that are not there, and why.
inline std::vector<absent_buffer> absent_buffers() {
  std::vector<absent_buffer> all;
#if !defined(CONTEND_HAVE_MOODYCAMEL)
  all.push_back({"moodycamel_queue", "libconcurrentqueue-dev is not installed"});
#endif
#if !defined(CONTEND_HAVE_ATOMIC_QUEUE)
  all.push_back({"atomic_queue", "libatomic-queue-dev is not installed"});
#endif
#if !defined(CONTEND_HAVE_CK)
  all.push_back({"ck_ring", "libck-dev is not installed"});
  all.push_back({"ck_ring_spsc", "libck-dev is not installed"});
#endif
#if !defined(CONTEND_HAVE_XENIUM)
  for (const char* name :
       {"xenium_michael_scott", "xenium_ramalhete_boxed", "xenium_vyukov", "xenium_kfifo_boxed"}) {
    all.push_back({name, "libxenium-dev is not installed"});
  }
#endif
  all.push_back({"xenium_nikolaev", "libxenium-dev 0.0.2 has none"});
  return all;
}

}  // namespace contend::suites
