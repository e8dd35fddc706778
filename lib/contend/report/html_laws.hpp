// The laws of a load's curves, as a table.
#pragma once

#include <contend/report/svg_chart.hpp>

#include <span>
#include <string>

namespace contend {

/// Which law each curve follows, in words, or why none; one line if all lack one for the same
/// reason. Empty if no curve has a law to speak of. `all` is the figure's.
[[nodiscard]] std::string html_laws(std::span<const chart_line> all);

}  // namespace contend
