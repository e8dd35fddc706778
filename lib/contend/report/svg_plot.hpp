// A chart of values over a number: a quantity over time, or a ratio over a parameter.
#pragma once

#include <contend/analysis/estimate.hpp>
#include <contend/report/quantity.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace contend {

struct plot_point {
  double x = 0, y = 0;
  std::optional<interval> ci = {};
  std::string tip = {};  ///< shown when the point is pointed at; only with markers
};

struct plot_line {
  std::string name;       ///< at its end; empty: none there
  std::string tip;        ///< the line in a sentence
  unsigned style = 0;     ///< colour and marker, below series_styles
  std::size_t index = 0;  ///< of the series that it belongs to, for the page's script
  bool markers = false;
  bool dashed = false;
  std::vector<plot_point> points;  ///< by rising x; what is not finite is left out
};

/// A place on the x axis, as a vertical line and a band.
struct plot_mark {
  double at = 0;
  std::optional<interval> ci = {};
  std::string tip;
};

struct line_plot {
  std::string id;           ///< unique on the page, a valid HTML id
  std::string title;        ///< read out by a screen reader
  std::string description;  ///< read out, too
  std::string x_name, y_name, y_about;
  bool over_time = false;  ///< x begins at 0 and is linear; else a wide range is logarithmic
  quantity x = quantity::number, y = quantity::number;
  /// A ratio's axis is logarithmic. Another is if the lines' highest values are more than a factor
  /// of 30 apart; it starts at 0 else, and has a place for 0 in any case.
  std::optional<double> level = {};  ///< a dashed line across
  std::optional<plot_mark> mark = {};
  std::vector<plot_line> lines;
};

/// An <svg> element; colours come from the page's style. Empty if no line has a point to draw.
[[nodiscard]] std::string svg_plot(const line_plot& of);

}  // namespace contend
