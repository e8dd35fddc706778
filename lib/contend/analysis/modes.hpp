// Whether a load has one speed or two.
#pragma once

#include <span>
#include <vector>

namespace contend {

/// One of a load's speeds.
struct mode {
  double throughput = 0;  ///< the median of its windows
  double share = 0;       ///< of the windows
};

/// The modes of the windows' throughputs, the slower first. One mode unless the evidence for two is
/// clear; none without windows. Two are claimed only when, of the best split into two clusters of
/// the logarithms, all of this holds: at least 8 windows; each cluster has at least 3 of them and
/// 15 %; their medians differ by a factor of 1.3 or more; the distance of the means is at least
/// 4 (1 + 8/n) pooled standard deviations (a normal sample cut in half reaches 2.6, a uniform one
/// 3.5); and the middle third of the way between the means is as good as empty (5 % of the
/// windows). A cluster of windows without any progress counts as a mode of speed 0.
[[nodiscard]] std::vector<mode> modes_of(std::span<const double> throughputs);

}  // namespace contend
