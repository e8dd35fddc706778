// One quantity over time, picked out of several visits.
#pragma once

#include <contend/analysis/record.hpp>

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace contend {

/// A quantity over time, of one visit.
struct history {
  std::string unit;
  unsigned block = 0;  ///< the visit whose mean is the middle one; the lower of two
  std::vector<std::pair<double, double>> points;  ///< seconds since the load was built, value
};

/// One of each series that the visits have.
[[nodiscard]] std::map<std::string, history> histories_of(
    std::span<const point_record* const> visits);

}  // namespace contend
