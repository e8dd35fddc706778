// The designs under one load, the fastest first.
#pragma once

#include <contend/analysis/ranking.hpp>
#include <contend/report/svg_chart.hpp>

#include <span>
#include <string>

namespace contend {

/// A row a design. `all` are the load's lines, for their markers.
[[nodiscard]] std::string html_ranking(const ranking& r, std::span<const chart_line> all);

}  // namespace contend
