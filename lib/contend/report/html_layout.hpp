// Which curves share a chart, in which order, and how each looks.
#pragma once

#include <contend/report/svg_chart.hpp>

#include <span>
#include <string>
#include <vector>

namespace contend {

/// One load: a workload with its parameters.
struct figure_layout {
  std::string id;          ///< of the HTML element
  std::string parameters;  ///< empty if there are none
  std::vector<chart_line> all;
};

struct workload_layout {
  std::string id;
  std::string name;
  std::vector<figure_layout> figures;
  std::vector<const curve_summary*> skipped;
};

struct suite_layout {
  std::string id;
  std::string name;
  std::vector<workload_layout> workloads;
};

/// Suites, workloads and parameters in the order of their first curve. Within a suite a subject
/// keeps its colour and marker from chart to chart, unless two in one chart would look alike.
/// Ceilings come last in their figure.
/// Points into `curves` and `laws`, which must outlive the result.
[[nodiscard]] std::vector<suite_layout> lay_out(std::span<const curve_summary> curves,
                                                std::span<const curve_law> laws);

}  // namespace contend
