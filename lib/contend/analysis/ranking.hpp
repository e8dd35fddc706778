// Which design wins a load, and which get slower the more threads there are.
#pragma once

#include <contend/analysis/block_rates.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace contend {

/// A design's place under one load.
struct ranked_design {
  std::string subject;
  std::optional<double> single;     ///< operations a second of one thread
  std::optional<double> rate;       ///< with the ranking's threads; absent: it has no place
  std::optional<estimate> scaling;  ///< rate / single, paired by block
  std::optional<estimate> of_best;  ///< rate / the best design's, paired by block; the best's is 1
  std::string absent;               ///< why there is no rate

  /// More threads get less done than one, beyond doubt.
  [[nodiscard]] bool scales_negatively() const {
    return scaling && scaling->ci && scaling->ci->high < 1;
  }
};

/// The designs under one load: workload and parameters.
struct ranking {
  std::string suite, workload, parameters;
  unsigned threads = 1;               ///< the most that do not share a CPU
  std::vector<ranked_design> places;  ///< the fastest first; those without a rate at the end
};

/// A ranking for each load that at least two designs were measured under with one thread count that
/// does not oversubscribe the CPUs, in the order of the curves. Skipped cases and
/// ceilings are in none.
[[nodiscard]] std::vector<ranking> rank(std::span<const curve_summary> curves,
                                        const block_rates& rates);

}  // namespace contend
