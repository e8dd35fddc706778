// What was found about a load's ceiling, in words: the same in the table and on the page.
#pragma once

#include <contend/analysis/headroom.hpp>

#include <string>

namespace contend {

/// "Load alone (tokens): the designs reach at most 23 % of it (malloc at 2 threads). Refused, above
/// 50 %: ...". Not escaped.
[[nodiscard]] std::string headroom_text(const load_headroom& load);

/// Where a curve comes nearest to its ceiling: "23 %"; with a question mark where it is undecided.
/// Empty if nothing is known.
struct nearest_ceiling {
  std::string text;
  unsigned threads = 0;
  bool sure = true;  ///< below the bound beyond doubt
};
[[nodiscard]] nearest_ceiling nearest_to_ceiling(const curve_summary& curve);

/// The value and the interval of a point's share: "23 % (21 % to 25 %)"; empty if there is none.
[[nodiscard]] std::string of_ceiling_text(const point_summary& point);

}  // namespace contend
