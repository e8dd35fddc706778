// A chart without its series: the scales, the axes, the zones behind them.
#pragma once

#include <contend/report/scale.hpp>
#include <contend/report/svg_spots.hpp>

#include <set>
#include <string>
#include <vector>

namespace contend {

/// Where things stand in a chart's view box.
namespace plot {
inline constexpr double width = 560;
inline constexpr double height = 344;
inline constexpr double left = 50;
inline constexpr double right = 404;  ///< of the plot; the series' names follow
inline constexpr double top = 34;
inline constexpr double bottom = 300;
inline constexpr double inset = 14;  ///< so that markers at the ends do not sit on the frame
inline constexpr double lane = 12;   ///< a row of crosses above the axis
}  // namespace plot

/// A number for a coordinate: two decimals are finer than a pixel.
[[nodiscard]] std::string coordinate(double x);

/// Made for one chart and its spots (a vector for each series), which outlive it.
class chart_frame {
 public:
  chart_frame(const chart& of, const std::vector<std::vector<spot>>& spots);

  /// False if no series has a value: then nothing else may be asked.
  [[nodiscard]] bool fits() const { return _fits; }
  [[nodiscard]] double x(double threads) const { return _x.at(threads); }
  [[nodiscard]] double y(double value) const;

  /// The opening tag, title and description, and the clip path of the plot.
  [[nodiscard]] std::string open() const;
  [[nodiscard]] std::string zones() const;
  [[nodiscard]] std::string axes() const;
  /// What a load without any contention would do: `single` as many times as there are CPUs.
  [[nodiscard]] std::string ideal_path(double single) const;

 private:
  [[nodiscard]] bool efficiency() const { return _chart.view == chart_view::efficiency; }
  bool fit();
  [[nodiscard]] std::string describe() const;

  const chart& _chart;
  const std::vector<std::vector<spot>>& _spots;
  std::set<unsigned> _threads;
  double _floor = plot::bottom;  // of the values; below it are the crosses
  scale _x, _y;
  bool _fits;
};

}  // namespace contend
