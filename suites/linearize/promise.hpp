// What a buffer's traits say, as rules that a history is checked by.
#pragma once

#include <contend/linearize/operation.hpp>
#include <contend/linearize/queue.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/buffer.hpp>

namespace contend::suites {

/// Small, so that the buffer is often full and often empty.
inline constexpr std::size_t recorded_capacity = 32;

[[nodiscard]] linearize::queue_rules promise_of(const buffer_info& traits);

/// What is wrong if not all that went in came out; for histories at whose end all was popped.
[[nodiscard]] complaint nothing_lost(const linearize::history& all);

}  // namespace contend::suites
