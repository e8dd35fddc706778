// How near the rates under a load are to what the load itself can carry: whether they say anything
// about the designs.
#pragma once

#include <contend/analysis/block_rates.hpp>

#include <span>
#include <string>
#include <vector>

namespace contend {

/// Above this share of the ceiling a rate is refused: more than half of the time of an operation is
/// then the load's, not the design's.
inline constexpr double most_of_ceiling = 0.5;

enum class headroom_verdict {
  enough,
  undecided,  ///< the interval holds most_of_ceiling
  refused,    ///< it lies above; without an interval, the value does
};

[[nodiscard]] const char* to_string(headroom_verdict verdict) noexcept;

/// A point held against the ceiling with as many threads.
struct point_headroom {
  std::string subject;
  unsigned threads = 1;
  paired_ratio share;  ///< of the ceiling's rate, paired by block
  headroom_verdict verdict = headroom_verdict::enough;
};

/// Thread counts at which designs were measured and no ceiling was.
struct unknown_ceiling {
  std::vector<unsigned> threads;  ///< rising
  std::string why;                ///< "crashed: SIGSEGV", "not run"
};

/// One load whose ceiling was asked for.
struct load_headroom {
  std::string suite, workload, parameters;
  std::string ceiling;                 ///< the subject; the first in the run if there are several
  std::vector<point_headroom> points;  ///< in the order of the curves
  std::vector<unknown_ceiling> unknown;

  [[nodiscard]] bool of(const curve_summary& c) const {
    return c.suite == suite && c.workload == workload && c.parameters == parameters;
  }
};

/// One for each load that has a curve of a ceiling, in the order of the curves: every point of
/// another subject that has a rate against the ceiling of the same load with as many threads; of
/// several ceilings against the fastest, which shows best what the load can carry.
[[nodiscard]] std::vector<load_headroom> headrooms_of(std::span<const curve_summary> curves,
                                                      const block_rates& rates);

/// The one place where a verdict has consequences. Every point held against a ceiling gets its
/// `of_ceiling`; an undecided one a doubt. A refused one gets the status "refused: 63 % of what the
/// load itself can carry" and loses its throughput and all that follows from it; the rate stays in
/// `refused_rate`, to be shown and for nothing else. So whatever compares designs leaves it out as
/// it leaves out a failed one, with that status as the reason. A curve whose single thread is
/// refused has no speed-ups.
void refuse(std::span<const load_headroom> headrooms, std::span<curve_summary> curves);

}  // namespace contend
