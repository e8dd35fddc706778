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
#include <contend/model/buffer/vyukov_bounded.hpp>

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
    adapter::boost_lockfree_queue<item>,
    adapter::boost_lockfree_queue_fixed<item>,
    adapter::boost_lockfree_queue_growing<item>,
    adapter::boost_lockfree_stack<item>,
    adapter::boost_lockfree_spsc<item>,
    adapter::spsc_mesh<item>,
    adapter::tbb_concurrent_queue<item>,
    adapter::tbb_bounded_queue<item>
    >;
// clang-format on

struct absent_buffer {
  std::string name, why;
};

/// Those that are not there, and why.
inline std::vector<absent_buffer> absent_buffers() { return {}; }

}  // namespace contend::suites
