// What a load kept over time, all its designs in one chart.
#pragma once

#include <contend/report/svg_chart.hpp>

#include <span>
#include <string>

namespace contend {

/// A chart for each series that the load's designs recorded, of the most threads that do not share
/// a CPU, or else the fewest that do. Empty if they recorded none. `id` is the figure's.
[[nodiscard]] std::string html_histories(const std::string& id, const std::string& load,
                                         std::span<const chart_line> all);

}  // namespace contend
