// All that a report shows: what was computed from a run, once.
#pragma once

#include <contend/analysis/crossing.hpp>
#include <contend/analysis/curve_law.hpp>
#include <contend/analysis/headroom.hpp>
#include <contend/analysis/plateau.hpp>
#include <contend/analysis/ranking.hpp>
#include <contend/analysis/ratio.hpp>
#include <contend/analysis/summary.hpp>
#include <contend/analysis/trend.hpp>
#include <contend/analysis/variance_levels.hpp>

#include <optional>
#include <vector>

namespace contend {

struct findings {
  std::vector<curve_summary> curves;     ///< judged: what the load limited is refused
  std::vector<load_headroom> headrooms;  ///< of the loads that have a ceiling
  std::vector<ranking> rankings;
  std::vector<curve_law> laws;             ///< of all curves that were timed
  std::vector<ratio_answer> ratios;        ///< of the run's questions that it has data for
  std::vector<crossing_answer> crossings;  ///< likewise
  std::vector<plateau_answer> plateaus;    ///< likewise
  std::vector<trend_answer> trends;        ///< likewise
  std::optional<variance_levels> scatter;  ///< none without two visits to some point
};

/// Laws are carried to `extrapolate_to` threads if it is given.
[[nodiscard]] findings analyse(const run_record& run, std::optional<unsigned> extrapolate_to = {});

}  // namespace contend
