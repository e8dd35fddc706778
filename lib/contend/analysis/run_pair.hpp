// Two runs beside each other: what both have measured, block by block.
#pragma once

#include <contend/analysis/record.hpp>
#include <contend/analysis/verdict.hpp>

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace contend {

/// A point of two runs. A block's rate is the median of its kept windows, and positive: a visit
/// without any progress counts as half an operation a window, so that a candidate that got stuck
/// is slower and not absent.
struct point_pair {
  unsigned threads = 1;
  bool oversubscribed = false;
  std::map<unsigned, double> base, candidate;  ///< block -> successful operations a second
  /// Why the two can't be compared here, and what that makes of the point; empty if they can.
  std::string obstacle;
  verdict blocked = verdict::inconclusive;
  /// Why they are never called the same here: two speeds, a visit that got stuck. Empty if nothing.
  std::string doubt;

  /// Log ratio of candidate over base in a block; NaN unless both have it.
  [[nodiscard]] double log_ratio(unsigned block) const;
};

struct curve_pair {
  std::string name;
  std::vector<point_pair> points;  ///< by rising thread count
  /// One more than the last block that either run has of it.
  [[nodiscard]] unsigned blocks() const;
};

struct run_pair {
  std::vector<curve_pair> curves;
  /// Curves that can't be compared, with the reason: only one run has them, or they were skipped.
  std::map<std::string, std::string> left_out;
};

/// Pairs the curves that both runs planned and measured.
///
/// A point of which either run kept less than most_discarded allows is invalid, and so is one of
/// which one run discarded a share of windows larger than the other's by more than 0.10: a
/// selection that differs is no comparison. A point that fails in the candidate and not in the base
/// is broken. Blocks from `end` on do not count.
[[nodiscard]] run_pair pair_runs(const run_record& base, const run_record& candidate,
                                 unsigned end = std::numeric_limits<unsigned>::max());

/// What makes a run unusable for a comparison: a window whose numbers are none, or negative; a
/// point without a window that says it is ok; nothing measured at all. Nothing if it is fine.
[[nodiscard]] std::optional<std::string> unusable(const run_record& run);

/// Why two runs measured different things (window, placement, latency sampling); nothing if they
/// did not.
[[nodiscard]] std::optional<std::string> measured_differently(const run_record& base,
                                                              const run_record& candidate);

/// What differs between the machines: `hardware` are other machines for certain, `settings` the
/// same one in another state. Each as "cores: 2, 8".
struct machine_difference {
  std::vector<std::string> hardware, settings;
};
[[nodiscard]] machine_difference compare_machines(const run_record& base,
                                                  const run_record& candidate);

}  // namespace contend
