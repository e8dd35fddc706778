// Correctness only: a load, a number of rounds, its oracle.
#pragma once

#include <contend/load/load.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace contend::harness {

struct stress_plan {
  unsigned threads = 4;
  std::uint64_t rounds = 2000;  ///< each worker's; 0: for `seconds` instead
  /// With rounds: not longer than this, if it isn't 0. A design whose workers spin for a turn
  /// that a preempted one has to pass on first does a few hundred operations a second then.
  double seconds = 0;
  std::uint64_t seed = 1;
  parameters params = {};
  std::uint32_t longest_step = 64;  ///< rounds: short, so that safepoints and stops come often
  bool perturb = true;  ///< random step lengths and pauses, and perturbing atomics where built in
};

struct stress_result {
  tally total;
  std::vector<tally> each;  ///< by worker
  complaint wrong;          ///< the oracle's
  std::vector<metric> metrics;
  std::vector<series> histories;
  bool cut_short = false;  ///< the time came before the rounds were done
};

/// Drives a load through its life cycle on a team of its own, unpinned. Throws what the load
/// throws, and std::system_error if the threads can't be made.
[[nodiscard]] stress_result stress(
    const std::function<std::unique_ptr<load>(const setting&)>& build, const stress_plan& plan);

}  // namespace contend::harness
