// When the two sides of a buffer work, and when they do something else.
#pragma once

#include "item.hpp"

#include <contend/core/clock.hpp>
#include <contend/load/card.hpp>
#include <contend/load/histogram.hpp>

#include <cstdint>

namespace contend::suites {

/// How one side goes about it.
struct pace {
  std::uint64_t items = ~std::uint64_t{0};  ///< moved in a row, before
  std::uint64_t rest = 0;                   ///< so many units of other work (chore)
  unsigned patience = 1;                    ///< failures in a row before it waits a little
  unsigned timed = 0;                       ///< one attempt in so many is timed; 0: none
};

struct tempo {
  pace producers, consumers;
};

/// Made of the parameters. Throws std::invalid_argument.
using tempo_of = tempo (*)(const setting&);

/// How long single calls took.
struct call_times {
  histogram done, failed;

  void merge(const call_times& other) {
    done.merge(other.done);
    failed.merge(other.failed);
  }
};

namespace detail {
inline std::size_t rest_of(const setting& s) { return parameter_within(s, "rest", 0, 1 << 20); }
}  // namespace detail

// Of the two below, one side polls without giving way, so that what is measured is the failed call
// and not the wait behind it: 16 times, in case that the other side needs this CPU.

/// Parameter `rest`: units of work before each push.
inline tempo mostly_empty(const setting& s) {
  return {.producers = {.items = 1, .rest = detail::rest_of(s)},
          .consumers = {.patience = 16, .timed = 64}};
}
inline constexpr card mostly_empty_card{
    .title = "Mostly empty",
    .operation =
        "one push or one pop that got an item; a push comes after other work, so most pops get "
        "nothing",
    .models = "idle workers that poll a queue; an event loop between events",
    .frees = "nothing: items are numbers",
    .exposes =
        "what it costs to find nothing (empty_pop), and what consumers that look all the time "
        "cost the producer (push)",
    .not_for =
        "throughput: the producers' other work decides it. No ceiling: a buffer that keeps "
        "nothing is never empty",
    .source = "empty_dequeue and mostly_dequeue of moodycamel's benchmarks",
    .breaks = "buffers whose pop writes or locks before it knows whether there is an item"};

/// Parameter `rest`: units of work after each pop.
inline tempo mostly_full(const setting& s) {
  return {.producers = {.patience = 16, .timed = 64},
          .consumers = {.items = 1, .rest = detail::rest_of(s)}};
}
inline constexpr card mostly_full_card{
    .title = "Mostly full",
    .operation =
        "one pop, or one push that found room; a pop is followed by other work, so most pushes "
        "find none",
    .models = "producers that overrun their consumers, and try again",
    .frees = "nothing: items are numbers",
    .exposes =
        "what it costs to find no room (full_push), and what producers that look all the time "
        "cost the consumer (pop)",
    .not_for =
        "throughput: the consumers' other work decides it. An unbounded buffer is never full: "
        "the load refuses for it, and full_push is then the load's. No ceiling",
    .source = "mostly_enqueue of moodycamel's benchmarks, held at a bound",
    .breaks = "buffers whose push writes or locks before it knows whether there is room"};

/// Parameters `burst`, items that a producer pushes in a row, and `rest`, units of work after them.
inline tempo burst(const setting& s) {
  return {
      .producers = {.items = parameter_within(s, "burst", 1, 1 << 20), .rest = detail::rest_of(s)},
      .consumers = {}};
}
inline constexpr card burst_card{
    .title = "Bursts",
    .operation = "one push or one pop; after each burst a producer does other work",
    .models = "requests that come in bursts, batches of log lines, frames",
    .frees = "nothing: items are numbers",
    .exposes =
        "the change from empty to full and back: block allocation, wake-ups of cold lines, how "
        "well a burst uses lines that nobody else wants just then",
    .not_for = "throughput: the producers' other work is part of it. No ceiling, for that reason",
    .source = "this project; bursts of folly's and moodycamel's bulk benchmarks, one by one",
    .breaks = "buffers that allocate or free a node for each item"};

}  // namespace contend::suites
