// From values to places on a chart, and which values to write beside its axes.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace contend {

/// Maps [low, high] to [from, to], by logarithm or linearly. A single value goes to the middle.
struct scale {
  double low = 0, high = 1;
  double from = 0, to = 1;
  bool logarithmic = false;

  [[nodiscard]] double at(double value) const;
};

struct tick {
  double value = 0;
  std::string label;
};

/// Three to seven round values within [low, high] (both > 0) for a logarithmic axis of throughputs.
[[nodiscard]] std::vector<tick> throughput_ticks(double low, double high);

/// Round percentages from 0 to `high` (a share).
[[nodiscard]] std::vector<tick> share_ticks(double high);

/// Moves each wanted place as little as possible (least squares), so that neighbours in the order
/// of `wanted` (rising) are at least `gap` apart and all are within [low, high]. If they can't all
/// fit, they are spread evenly.
[[nodiscard]] std::vector<double> spread(std::span<const double> wanted, double gap, double low,
                                         double high);

}  // namespace contend
