// The seam between a load and whatever drives it. A workload is written once, against this
// file; the timed run, the stress run and the tests all drive that one body.
#pragma once

#include <contend/load/card.hpp>
#include <contend/load/parameters.hpp>
#include <contend/subject/info.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace contend {

/// What a worker did in one step. An operation *succeeds* when it took effect or returned an
/// answer: a lookup that misses succeeds, a pop from an empty buffer and a push to a full one
/// do not. Throughput is successes per second; both numbers are reported.
struct tally {
  std::uint64_t attempted = 0;
  std::uint64_t succeeded = 0;

  static constexpr tally all(std::uint64_t n) noexcept { return {n, n}; }
  constexpr tally& operator+=(const tally& other) noexcept {
    attempted += other.attempted;
    succeeded += other.succeeded;
    return *this;
  }
  friend constexpr bool operator==(const tally&, const tally&) = default;
};

/// What a load is built for.
struct setting {
  unsigned threads = 1;
  parameters params;
  std::uint64_t seed = 1;  ///< of the run; never derived from the subject
  /// Where memory is measured, not speed: the bytes that the whole team is to keep allocated,
  /// however many threads it has, instead of what the parameters say. 0 elsewhere.
  std::uint64_t live_bytes = 0;
};

/// One worker's place in the team.
struct seat {
  unsigned index = 0;  ///< 0 .. threads-1
  unsigned threads = 1;
  std::uint64_t seed = 1;  ///< this worker's own stream: derive_seed(run seed, index)
};

/// A number that a load reports beside its throughput, after the run.
struct metric {
  std::string name;  ///< [a-z0-9_]+
  std::string unit;  ///< "ns", "bytes", "objects", "share", ...
  double value = 0;
};

/// A quantity over the time of a run, as a load saw it: at most 512 points, in order.
struct series {
  std::string name;  ///< [a-z0-9_]+
  std::string unit;
  std::vector<std::pair<double, double>> points;  ///< seconds since the load was built, value
};

/// What is wrong; nothing if all is right.
using complaint = std::optional<std::string>;

/// A workload W over a subject: `template <class S> class W`.
///
/// A workload whose memory can be measured has `std::uint64_t live_bytes() const`: the bytes that
/// it has requested from its subject and not freed, now. Any thread calls it, at any time between
/// construction and destruction; it does not allocate, and may lag behind by a batch a worker while
/// they step. In a memory run (setting::live_bytes != 0) settle() should free the last block, and
/// ~worker() must: what is held when a state is read counts as live there, not as stranded, and
/// what was freed within ~worker() had no idle owner. What the load keeps for itself (links,
/// tables) it allocates and touches before the first step: what is resident then counts as its own.
/// Optional beside it, for such a run:
///  - `std::uint64_t memory_operations() const`: how many operations the whole team is to do, which
///    fill live_bytes and turn them over several times. It follows from the setting alone, or
///    allocators would be compared after different work.
///  - `worker.nudge()`: one allocation and one free on the worker's own thread, between settle()
///    and ~worker(): what an owner does that finds work again, and that lets many an allocator see
///    what others have freed for it.
///
/// A workload whose round is many operations has `std::uint64_t round_operations() const`: about
/// how many. Whoever drives it for so many rounds, and not for some time, then asks for fewer.
///
/// Life cycle, in this order, the only threads being the controller and the team's workers:
///  1. controller: `W(setting)` builds the shared state. May throw; the point then fails.
///  2. each worker, on its own pinned thread, before the clock: `W::worker(W&, seat)`. Thread
///     registration (epochs, biased ownership, handles) belongs here: it is not timed.
///     Workers come up concurrently.
///  3. each worker, many times: `step(n)` performs n rounds and returns the tally. A round is
///     one operation or a small fixed number of them. step() returns in bounded time even when
///     every other worker has stopped: waiting is a failed attempt, not a loop.
///  4. after *all* workers have stopped stepping, each worker concurrently: `settle()`, if it
///     exists: drains what is in flight to it.
///  5. each worker, on its own thread, after all have settled: `~worker()`. This is the thread
///     exit of the design under test.
///  6. controller, after all workers are gone: `verify()` says what is wrong: the oracle. It
///     may free what is left; then `metrics()` and `histories()`, where they exist; then `~W()`.
/// Between two steps of the life cycle everything that happened before happens-before
/// everything after, over all threads; within one, nothing is ordered by the driver.
// clang-format off
template <class W>
concept workload = subject<typename W::subject> && std::constructible_from<W, const setting&> &&
                   std::constructible_from<typename W::worker, W&, const seat&> &&
                   requires(W& load, typename W::worker& worker, std::uint32_t rounds) {
                     { W::name } -> std::convertible_to<std::string_view>;
                     { W::about } -> std::convertible_to<const card&>;
                     { worker.step(rounds) } -> std::same_as<tally>;
                     { load.verify() } -> std::same_as<complaint>;
                   };
// clang-format on

/// Optional: fewest and most threads on which the workload is defined.
template <class W>
constexpr unsigned min_threads_of() {
  if constexpr (requires { W::min_threads; }) return W::min_threads;
  return 1;
}
template <class W>
constexpr unsigned max_threads_of() {
  unsigned most = W::subject::info.max_threads;
  if constexpr (requires { W::max_threads; }) most = most < W::max_threads ? most : W::max_threads;
  return most;
}

}  // namespace contend
