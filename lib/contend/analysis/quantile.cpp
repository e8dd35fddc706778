#include <contend/analysis/quantile.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace contend {

double quantile(std::span<const double> values, double p) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const double rank = std::clamp(p, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(rank);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double part = rank - static_cast<double>(below);
  // Not a weighted sum: that gives NaN between two equal infinities.
  return part == 0 ? sorted[below] : std::lerp(sorted[below], sorted[above], part);
}

double median(std::span<const double> values) { return quantile(values, 0.5); }

}  // namespace contend
