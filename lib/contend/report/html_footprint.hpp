// What the memory runs of a load say: a chart over time and a table.
#pragma once

#include <contend/report/svg_chart.hpp>

#include <span>
#include <string>

namespace contend {

/// The live and the resident bytes of each design in one chart, of the most threads that do not
/// share a CPU, or else the fewest that do; and a table with a row for each design. Empty if there
/// were no memory runs. `id` is the figure's.
[[nodiscard]] std::string html_footprint(const std::string& id, const std::string& load,
                                         std::span<const chart_line> all);

}  // namespace contend
