// A point in one sentence.
#pragma once

#include <contend/analysis/summary.hpp>

#include <optional>
#include <string>

namespace contend {

/// "biased, 4 threads: 12.3 M ops/s (12.1 M to 12.5 M), efficiency 25 %". Not escaped.
[[nodiscard]] std::string tip_of(const curve_summary& curve, const point_summary& point);

/// Half of the interval, as a share of the throughput; nothing if there is no interval, or no
/// progress to be a share of.
[[nodiscard]] std::optional<double> half_interval(const point_summary& point);

/// "12.1 M to 12.5 M" or, without an interval, the point's doubt.
[[nodiscard]] std::string interval_text(const point_summary& point);

/// "60 % of windows at 12.3 M, 40 % at 31.0 M".
[[nodiscard]] std::string modes_text(const point_summary& point);

/// The first word of a status, for where there is no room: "crashed", "INVALID", "not run".
[[nodiscard]] std::string brief_status(const point_summary& point);

}  // namespace contend
