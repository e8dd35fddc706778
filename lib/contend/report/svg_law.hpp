// A curve's law in a chart.
#pragma once

#include <contend/report/svg_frame.hpp>

#include <optional>
#include <string>

namespace contend {

/// The law as a thin line from the fewest to the most threads that it was fitted to; further only
/// to a number of threads that was asked for, dashed, with the interval of a visit there. Empty
/// without a law, or for an efficiency without a single thread's rate.
[[nodiscard]] std::string svg_law(const chart_line& line, chart_view view,
                                  const chart_frame& frame);

/// Where the part that was asked for ends, as the value that the view shows; none if there is none.
struct law_end {
  double threads = 0;
  double value = 0;
};
[[nodiscard]] std::optional<law_end> end_of_law(const chart_line& line, chart_view view);

}  // namespace contend
