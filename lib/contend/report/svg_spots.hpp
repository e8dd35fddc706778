// What of a curve goes onto a chart: its points in the units of the view.
#pragma once

#include <contend/report/svg_chart.hpp>

#include <optional>
#include <vector>

namespace contend {

/// A point in the units of the view.
struct spot {
  unsigned threads = 0;
  double y = 0;
  std::optional<interval> ci;
  std::vector<mode> modes;
  const point_summary* of = nullptr;
};

/// The points of a curve that have a value in this view.
[[nodiscard]] std::vector<spot> spots_of(const curve_summary& curve, chart_view view);

/// Whether a point is drawn as a cross.
[[nodiscard]] bool fails(const point_summary& p);

/// No line across a point that failed: nothing is known of what lies between.
[[nodiscard]] bool adjacent(const curve_summary& curve, const spot& a, const spot& b);

/// Where the line passes: the faster half of a bimodal point is as true as the other, so the line
/// goes to the mode with more windows, and is dashed.
[[nodiscard]] double anchor(const spot& p);

}  // namespace contend
