// How far a run drifts while nothing is changed.
#pragma once

#include <contend/analysis/record.hpp>

#include <optional>

namespace contend {

struct drift {
  double typical = 0;  ///< the median over the points of a run
  double most = 0;     ///< the largest
};

/// Of each point the first half of the blocks against the second, as a share of its rate: what a
/// host does to a program by itself within one run, and so the least that it may do between two.
/// Partly it is noise. None unless a point has eight blocks.
[[nodiscard]] std::optional<drift> drift_within(const run_record& run);

}  // namespace contend
