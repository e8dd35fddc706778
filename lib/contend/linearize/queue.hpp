// Queues, rings, stacks and bags, by what they promise.
#pragma once

#include <contend/linearize/finding.hpp>

#include <cstdint>

namespace contend::linearize {

enum class order {
  fifo,
  per_producer,  ///< fifo of each thread's items; those of two threads interleave freely
  slack,         ///< an item may overtake at most `slack` others
  lifo,
  none,  ///< a bag
};

/// What a "no" may mean: "empty" of a pop, "full" of a push.
enum class refusal {
  exact,      ///< at some time during the call it was empty, or full
  contended,  ///< that, or an operation of another thread was under way during the call
  anything,
};

/// What is promised.
struct queue_rules {
  linearize::order order = linearize::order::fifo;
  std::uint64_t slack = 0;
  refusal empty = refusal::exact;
  refusal full = refusal::exact;
  /// Items that must fit; 0: there is always room, and no push may fail.
  std::uint64_t capacity = 0;
};

/// Whether the history is one of such a queue, empty at first, whose items were all distinct. Not a
/// search but conditions, each in O(n log n): nothing comes out that did not go in, or twice; no
/// two items come out in an order that real time and the promise forbid; no pop says empty while
/// one item or another was certainly there, all the time; no push says full while fewer items than
/// fit can have been there.
///  - fifo, per_producer, none: exact (Henzinger, Sezgin and Vafeiadis 2013; Bouajjani, Emmi, Enea
///    and Hamza 2015, for the queue), unless a push has failed.
///  - lifo: then searched, up to a sixteenth of the bound; within it exact, unless a push has
///  failed.
///  - slack, and any with failed pushes: only what every right history meets (finding::exact).
/// Operations that did not return: a push counts if its item came out. Where one of the conditions
/// fails for an item that a pop which did not return may have taken: undecided.
/// A pure function of its arguments; throws std::invalid_argument for a malformed history.
[[nodiscard]] finding check_queue(const history& all, const queue_rules& rules,
                                  const bounds& most = {});

}  // namespace contend::linearize
