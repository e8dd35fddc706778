// The tables beside a chart: the same numbers as text, and all others.
#pragma once

#include <contend/report/svg_chart.hpp>

#include <span>
#include <string>

namespace contend {

/// A row a subject, a column a thread count.
[[nodiscard]] std::string html_curve_table(std::span<const chart_line> all, unsigned allowed_cpus);

/// A row a point, with everything that was found out about it; folded.
[[nodiscard]] std::string html_point_table(std::span<const chart_line> all);

/// A small drawing of a series' marker.
[[nodiscard]] std::string html_key(unsigned style);

}  // namespace contend
