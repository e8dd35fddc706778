// Two looks at a running team make a window. The arithmetic is apart from threads and clocks,
// so that it can be tested with made-up counters: a counter that is quietly 5 % low looks
// exactly like a correct one.
#pragma once

#include <contend/analysis/record.hpp>
#include <contend/load/workload.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace contend::harness {

/// What the scheduler had done to one worker up to some instant.
struct scheduling {
  std::uint64_t cpu_ns = 0;
  std::uint64_t run_delay_ns = 0;  ///< runnable, but not running
  std::uint64_t timeslices = 0;    ///< how often it was put on a CPU
};

/// All counters of a team at one instant, or as near to one as could be had.
struct snapshot {
  std::int64_t before_ns = 0;  ///< when the first counter was read
  std::int64_t after_ns = 0;   ///< when the last one had been read
  std::vector<tally> done;
  std::vector<scheduling> sched;
  /// CPU time of all threads of the process but the workers and the one that looks, also of those
  /// that have ended: what the load has others do.
  std::uint64_t helpers_cpu_ns = 0;

  [[nodiscard]] std::int64_t instant_ns() const noexcept {
    return before_ns + (after_ns - before_ns) / 2;
  }
};

/// When each worker stepped for the first and the last time (0: not yet).
struct activity {
  std::vector<std::int64_t> first_step_ns;
  std::vector<std::int64_t> last_step_ns;
};

/// When a window does not count. One rule for every subject. Run delay is the host's doing as far
/// as nothing of the load's own explains it: its wake-ups, and threads that it starts and waits for
/// (they share the worker's CPU, and delay it by no more than the time for which they run).
struct validity_rule {
  /// Share of the window that its threads, on average, spent runnable but not running.
  double most_run_delay = 0.02;
  /// Being put on a CPU takes this long even on an idle host, so a load that sleeps and wakes
  /// earns so much run delay a time slice by itself; only the rest is the host's doing.
  double wake_up_seconds = 10e-6;
  /// The counters were not read at one instant: share of the window that the reading took.
  double most_smear = 0.01;
};

/// The window between two snapshots of the same team. `oversubscribed`: more threads than CPUs,
/// where run delay is the regime itself and no reason to discard. Throws std::invalid_argument
/// if the snapshots differ in size or are not in order.
[[nodiscard]] window_record window_between(const snapshot& begin, const snapshot& end,
                                           const activity& when, const validity_rule& rule,
                                           bool oversubscribed);

/// Last thread's first step minus first thread's, in seconds.
[[nodiscard]] double start_skew(const activity& when);

/// Each thread's part of all successes in the windows that count; sums to 1, or all 0.
class share_meter {
 public:
  void add(const snapshot& begin, const snapshot& end);
  [[nodiscard]] std::vector<double> shares() const;

 private:
  std::vector<double> _succeeded;
};

}  // namespace contend::harness
