// Fewer points of a long series.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace contend {

/// The points as they are if there are at most `most` (4 or more); else the first, the last, and of
/// each equal stretch between them the lowest and the highest: peaks stay.
[[nodiscard]] std::vector<std::pair<double, double>> thinned(
    const std::vector<std::pair<double, double>>& points, std::size_t most);

}  // namespace contend
