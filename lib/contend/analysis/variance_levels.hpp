// Where the scatter of a run's rates comes from, and what it is worth to repeat.
#pragma once

#include <contend/analysis/summary.hpp>

#include <optional>
#include <span>

namespace contend {

/// Variances of the logarithm of the rate, and what a repetition costs. Of all points with two
/// visits or more of two windows or more; oversubscribed ones and those with two speeds are left
/// out, as their scatter is what they are about.
struct variance_levels {
  unsigned points = 0;
  double between_windows = 0;  ///< of one visit
  double between_visits = 0;  ///< of a point's visits, beyond what their windows explain; never < 0
  double windows_a_visit = 0;  ///< kept, on average
  double window_seconds = 0;   ///< a kept window takes, discarded ones included
  double visit_seconds = 0;    ///< a process takes beside its windows: start, warm-up, oracle

  /// A visit's variance with so many windows, as if its rate were their mean.
  [[nodiscard]] double of_visit(double windows) const {
    return between_visits + between_windows / windows;
  }
};

/// The components by a one-way analysis of variance with unequal groups (Searle, Casella, McCulloch
/// 1992), squares and degrees of freedom added over points. None if no point has what it takes.
[[nodiscard]] std::optional<variance_levels> variance_levels_of(
    const run_record& run, std::span<const curve_summary> curves);

/// How many windows a visit should have, so that an interval is narrowest for the time it takes:
/// sqrt(visit_seconds / window_seconds * between_windows / between_visits), at least 1 (Kalibera,
/// Jones, ISMM 2013). None if visits don't differ beyond their windows: then any number will do.
[[nodiscard]] std::optional<double> windows_worth(const variance_levels& levels);

/// How many blocks make half of a point's 95 % interval `half` (a share, > 0), with so many windows
/// a visit: Student's, two at least.
[[nodiscard]] unsigned blocks_for(const variance_levels& levels, double windows, double half);

}  // namespace contend
