// What several memory runs say of a point, and those of several points of a curve.
#pragma once

#include <contend/analysis/estimate.hpp>
#include <contend/analysis/history.hpp>
#include <contend/analysis/record.hpp>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace contend {

/// The memory runs of a point.
struct footprint_summary {
  /// "ok"; the worst visit's failure; "invalid: ..." if none could be sampled. No number unless ok.
  std::string status;
  unsigned visits = 0;  ///< whatever came of them
  unsigned kept = 0;    ///< ok
  std::string note;     ///< what they could not tell, and why: the first one's that has something
  struct number {
    std::string unit;
    estimate value;
  };
  /// By the names of footprint_columns(): locate() over the visits, as of other metrics.
  std::map<std::string, number> numbers;
  /// "live_bytes" and "resident_bytes" over the seconds since the first step.
  std::map<std::string, history> histories;

  [[nodiscard]] bool ok() const { return status == "ok"; }
};

/// None if there were no visits.
[[nodiscard]] std::optional<footprint_summary> summarize_footprints(
    std::span<const point_record* const> visits);

/// How resident memory grows with the threads while what is live stays the same.
struct blowup {
  /// The exponent e of max R ~ threads^e, by least squares through the logarithms; in each block,
  /// then over blocks as in footprint_summary. 0: none; 1: each thread holds a heap of full size.
  /// Two to the power of it is the growth at each doubling of the threads.
  std::optional<estimate> slope;
  /// max R at so many threads, over that at the fewest of the same block.
  std::vector<std::pair<unsigned, estimate>> growth;
  std::string absent;  ///< why there is no slope
};

/// Live peaks of one block further apart than this share can't be compared.
inline constexpr double most_live_apart = 0.1;

/// Of the ok memory runs of one curve, all its threads. None if there are no such runs.
[[nodiscard]] std::optional<blowup> blowup_of(std::span<const point_record* const> visits);

}  // namespace contend
