// One chart as SVG: throughput or efficiency over threads, all subjects of one load.
#pragma once

#include <contend/analysis/curve_law.hpp>
#include <contend/analysis/summary.hpp>

#include <string>
#include <vector>

namespace contend {

/// How many colours and marker shapes there are.
inline constexpr unsigned series_styles = 8;

/// The style of what is a reference and no competitor: grey, dashed.
inline constexpr unsigned ceiling_style = series_styles;

/// A curve and how it looks.
struct chart_line {
  const curve_summary* curve = nullptr;
  unsigned style = 0;              ///< colour and marker: below series_styles, or ceiling_style
  const curve_law* law = nullptr;  ///< null: none is known of
};

enum class chart_view { throughput, efficiency };

struct chart {
  std::string id;     ///< unique on the page, a valid HTML id
  std::string title;  ///< read out by a screen reader
  chart_view view = chart_view::throughput;
  unsigned allowed_cpus = 1;
  std::vector<unsigned> edges;
  std::vector<chart_line> all;
};

/// An <svg> element; colours come from the page's style (classes c0 ... c8). Empty if there is
/// nothing to draw: no point of any series has a value in this view, and none failed.
[[nodiscard]] std::string svg_chart(const chart& of);

/// The marker of a style, centred on the origin, about 8 wide: the `d` of a path.
[[nodiscard]] const char* marker_path(unsigned style);

}  // namespace contend
