// What a gate can see on a host: a program beside itself, and beside itself slowed down on purpose.
#pragma once

#include <contend/analysis/binomial.hpp>
#include <contend/analysis/effect.hpp>
#include <contend/analysis/record.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace contend {

/// What a curve is called while it is slowed down: "CASE/plant:1.05". A duet that measures power
/// has it as a curve of its own beside the one where nothing is planted.
[[nodiscard]] std::string planted_name(const std::string& curve, double factor);

/// The gate whose power is asked for: one `contend compare --duet` over the curves of a run.
struct gate {
  unsigned blocks = 12;
  std::vector<unsigned> looks;  ///< as of a comparison_plan
  double margin = 0.03;
  std::uint64_t seed = 1;  ///< of the sign patterns that are drawn
  unsigned draws = 9999;   ///< at least, as of a comparison_plan
};

/// A thread count of a curve, planted or not.
struct point_power {
  unsigned threads = 1;
  bool oversubscribed = false;
  effect seen;           ///< of candidate over base, from all whole blocks, at 95 %
  std::string obstacle;  ///< why there is none; empty if there is
  bool spoilt = false;   ///< it is that the host interfered
  /// Of each suite that could tell: the least slow-down that it would have found nine times in ten.
  /// Only where nothing is planted.
  std::vector<double> detectable;
};

/// A curve under one plant.
struct plant_power {
  double factor = 1;  ///< 1: nothing is planted
  std::string name;   ///< in the run
  /// Suites that called the curve slower; where nothing is planted, or faster. Of all whose host
  /// let them measure it.
  frequency called;
  /// The same, slower once more on the blocks of the next suite. Of as many; none if there is only
  /// one suite.
  frequency confirmed;
  std::vector<point_power> points;
};

struct curve_power {
  std::string name;
  std::vector<plant_power> plants;  ///< by rising factor, nothing planted first
};

/// How a gate did. A suite is so many blocks as the gate has, decided by compare_pairs() over all
/// curves; no two suites have a block in common.
struct gate_power {
  unsigned blocks = 0;  ///< whole ones
  unsigned suites = 0;
  double suite_seconds = 0;    ///< what its visits took, without what is planted beside them
  double all_seconds = 0;      ///< what so many blocks took, with everything
  frequency alarms;            ///< suites without a plant that call any curve slower or faster
  frequency alarms_confirmed;  ///< of as many: slower again; see plant_power::confirmed
  frequency rare;              ///< curves of these suites whose p is at most 5 %
  frequency others;            ///< suites with one planted curve that call another one
  frequency spoilt;            ///< points that the host made invalid, of suites if there is one
  frequency discarded;         ///< windows of the whole run
  double stolen = 0;           ///< share of CPU time that a hypervisor took, the mean over visits
  std::vector<curve_power> curves;
};

/// Cuts a duet of a program with itself into suites. Block by block, from the first; what is left
/// over at the end, and a block that is not whole, is in no suite. Each planted curve takes the
/// place of its unplanted self in a suite of its own, one at a time: so of one suite's blocks come
/// as many planted suites as there are planted curves, which share the blocks of the others.
///
/// Suites of different blocks are as independent as visits to one host at different times are. The
/// coins of the suites are, so that false alarms are independent whatever the host does.
[[nodiscard]] gate_power power_of(const run_record& base, const run_record& candidate,
                                  const gate& of);

}  // namespace contend
