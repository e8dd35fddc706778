// One load, driven by a team through the life cycle that workload.hpp states.
#pragma once

#include <contend/harness/counter.hpp>
#include <contend/harness/snapshot.hpp>
#include <contend/harness/team.hpp>
#include <contend/host/perf_counters.hpp>
#include <contend/host/thread_meter.hpp>
#include <contend/load/histogram.hpp>
#include <contend/load/load.hpp>

#include <atomic>
#include <barrier>
#include <cstdint>
#include <exception>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace contend::harness {

/// Rounds between two that are timed alone, where latency is asked for.
inline constexpr std::uint32_t sampled_one_in = 64;

struct drive {
  unsigned threads = 1;
  std::uint64_t seed = 1;
  std::uint64_t rounds = 0;  ///< each worker stops by itself after so many; 0: runs until stop()
  /// The team stops by itself after so many successes together, give or take a step a worker; 0:
  /// no such limit. Unlike rounds, it is the same work whoever of them does it or fails to.
  std::uint64_t operations = 0;
  std::uint32_t longest_step = 1u << 16;  ///< rounds
  bool latency = false;                   ///< time one round in 64
  bool perturb = false;  ///< random step lengths and pauses: for correctness, not for time
  bool hold = false;     ///< settled workers stay until stop(): for settle() and nudge()
};

/// Made, used and destroyed by the controller. Its workers come up in the constructor, each with
/// its member of the load, and wait at the start gate.
class session {
 public:
  /// Throws what a worker's join threw.
  session(team& crew, load& what, const drive& how);
  /// Stops the workers if nobody has.
  ~session();

  /// Opens the gate. The workers step, each finding the number of rounds that makes a step long
  /// enough for its bookkeeping to vanish, until steady().
  void open();
  /// From here on the steps keep their length.
  void steady();
  /// Reads all counters at one instant, or as near to one as a few tries can get.
  [[nodiscard]] snapshot look();
  /// Waits until every worker has done its rounds.
  void wait();
  /// Whether every worker has. Neither waits nor allocates.
  [[nodiscard]] bool finished() const noexcept;
  /// With drive::hold: ends the stepping, and returns when every worker has settled and sleeps.
  void settle();
  /// After settle(): every worker nudges its member, and sleeps again. False if the load has no
  /// such step. What went wrong in either is thrown by stop().
  bool nudge();
  /// Ends the stepping, lets every worker settle and leave. Throws what a worker's step threw.
  void stop();

  [[nodiscard]] activity when() const;
  /// What each worker did from the first step to the last; after stop().
  [[nodiscard]] std::vector<tally> done() const;
  /// Merged over the workers; after stop().
  [[nodiscard]] std::optional<latency_record> latency() const;
  /// Full readings of all workers' meters; while they run.
  [[nodiscard]] std::vector<host::thread_reading> meters() const;
  /// Hardware counters summed over the workers; empty where the kernel gives none.
  [[nodiscard]] std::map<std::string, double> hardware() const;

 private:
  enum class stage : int { gathering, tuning, steady, stopping, nudging, leaving };
  struct place;

  void work(unsigned index);
  stage await(stage least) noexcept;
  void enter(stage next) noexcept;
  void rest(member* self);
  void await_rests(unsigned each) noexcept;
  void step_until_told(member& self, place& at, std::uint64_t seed);
  void note_failure() noexcept;

  team& _crew;
  load& _what;
  const drive _how;
  std::atomic<stage> _stage{stage::gathering};
  std::atomic<unsigned> _finished{0};
  std::atomic<unsigned> _rests{0};           // times that a worker went to sleep, where they hold
  std::atomic<bool> _nudged{true};           // until a member says that it has no such step
  std::atomic<std::uint64_t> _successes{0};  // of the team, where it has a number to reach
  std::barrier<> _together;                  // the workers, between the life cycle's stages
  std::barrier<> _gathered;                  // the workers and the controller, once
  std::mutex _failure_mutex;
  std::exception_ptr _failure;  // the first one; guarded by _failure_mutex while workers run
  std::vector<place> _places;
  std::vector<host::thread_meter> _meters;
  bool _stopped = false;
};

/// Per-worker state. The counter is on its own lines; the rest is written by the worker only
/// before the gate opens, after stop(), or rarely.
struct session::place {
  counter progress;
  std::atomic<std::int64_t> first_step_ns{0};
  std::atomic<std::int64_t> last_step_ns{0};
  histogram latency;
  std::optional<host::perf_counters> hardware;
};

}  // namespace contend::harness
