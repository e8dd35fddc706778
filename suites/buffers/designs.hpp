// The buffers on the bench, one line each.
#pragma once

#include "audit.hpp"

#include <contend/adapter/buffer/boost_lockfree_queue.hpp>
#include <contend/adapter/buffer/boost_lockfree_spsc.hpp>
#include <contend/adapter/buffer/mutex_deque.hpp>
#include <contend/adapter/buffer/tbb_concurrent_queue.hpp>
#include <contend/core/type_list.hpp>

#include <string>
#include <vector>

namespace contend::suites {

// clang-format off
/// Of one word, in the order of `contend list`.
using buffers = type_list<
    adapter::mutex_deque<item>,
    adapter::boost_lockfree_queue<item>,
    adapter::boost_lockfree_spsc<item>,
    adapter::tbb_concurrent_queue<item>
    >;
// clang-format on

struct absent_buffer {
  std::string name, why;
};

/// Those that are not there, and why.
inline std::vector<absent_buffer> absent_buffers() { return {}; }

}  // namespace contend::suites
