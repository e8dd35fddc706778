// How many workers push, and how many pop.
#pragma once

#include "item.hpp"

#include <contend/load/card.hpp>

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace contend::suites {

enum class shape {
  spsc,  ///< one pushes, one pops
  mpsc,  ///< one pops, all others push
  spmc,  ///< one pushes, all others pop
  mpmc,  ///< half push, the other half pops; of an odd number one more pushes
};

constexpr std::string_view to_string(shape s) noexcept {
  switch (s) {
    case shape::spsc: return "spsc";
    case shape::mpsc: return "mpsc";
    case shape::spmc: return "spmc";
    case shape::mpmc: return "mpmc";
  }
  return "?";
}

/// Workers 0 and 1 are a producer and a consumer in all of them: neighbouring seats are partners.
constexpr bool produces(shape s, unsigned worker) noexcept {
  if (s == shape::mpsc) return worker != 1;
  if (s == shape::spmc) return worker == 0;
  return worker % 2 == 0;
}

/// The most threads at which a buffer's limits are kept.
constexpr unsigned most_threads(shape s, const buffer_info& b) noexcept {
  const std::uint64_t producers = b.max_producers, consumers = b.max_consumers;
  std::uint64_t most = 2;
  if (s == shape::mpsc) most = producers + 1;
  if (s == shape::spmc) most = consumers + 1;
  if (s == shape::mpmc) most = std::min(2 * producers, 2 * consumers + 1);
  return static_cast<unsigned>(std::min<std::uint64_t>(most, too_many_producers));
}

/// Whether the shape says more of a buffer than spsc, which is the same for all with two threads.
constexpr bool goes_beyond_a_pair(shape s, const buffer_info& b) noexcept {
  return s == shape::spsc || most_threads(s, b) > 2;
}

constexpr card card_of(shape s) noexcept {
  card c{.title = "Half push, half pop",
         .operation =
             "one push or one pop: an item's way through the buffer is two. After a full or "
             "empty buffer the worker waits a little, longer each time, then yields",
         .models = "thread pools, pipelines: work is made on one side and done on the other",
         .frees =
             "nothing: items are numbers. A buffer's own nodes are made by producers and "
             "given back by consumers",
         .exposes =
             "how far apart the two ends are kept, who starves when the sides are unequal, and "
             "what it costs to find a buffer full or empty",
         .not_for =
             "latency of an item: a full buffer is the normal state if consumers are slower. "
             "An odd number of threads has one producer more",
         .source =
             "throughput benchmarks of atomic_queue, folly and libcds; per-producer sequence "
             "check after libcds' queue stress",
         .breaks = "queues with one hot word for both ends, and locks that let the holder back in"};
  if (s == shape::spsc) {
    c.title = "One pushes, one pops";
    c.models = "two stages of a pipeline; audio, network and logging rings";
    c.exposes =
        "what generality costs: a ring for one producer and one consumer needs no locked "
        "instruction, a queue for many has one an operation";
    c.not_for = "more than two threads";
    c.breaks = "queues that reserve a place by a locked instruction where nobody competes for it";
  } else if (s == shape::mpsc) {
    c.title = "All push, one pops";
    c.models = "mailboxes of actors, logging, an event loop to which every thread posts";
    c.exposes = "producers that compete for one end, and one consumer that must keep up with all";
    c.not_for = "the consumer's side: it does nothing with an item";
    c.source = "mpsc of moodycamel's benchmarks; folly's DynamicBoundedQueue";
    c.breaks = "queues on which producers retry against each other";
  } else if (s == shape::spmc) {
    c.title = "One pushes, all pop";
    c.models = "a dispatcher that hands requests to workers";
    c.exposes = "consumers that compete for one end, and mostly find nothing";
    c.not_for = "dispatching with work in it: a consumer comes back at once";
    c.source = "spmc of moodycamel's benchmarks; folly's DynamicBoundedQueue, one to eight";
    c.breaks = "queues on which a pop from an empty buffer takes the lock, or writes";
  }
  return c;
}

}  // namespace contend::suites
