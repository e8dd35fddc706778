#include <contend/analysis/fairness.hpp>

#include <algorithm>

namespace contend {

double jain(std::span<const double> done) {
  // Scaled by the largest, so that squares of large counts neither overflow nor lose the small
  // ones.
  const double top = done.empty() ? 0 : *std::max_element(done.begin(), done.end());
  if (!(top > 0)) return 1;
  double sum = 0;
  double squares = 0;
  for (const double x : done) {
    sum += x / top;
    squares += (x / top) * (x / top);
  }
  return sum * sum / (static_cast<double>(done.size()) * squares);
}

double min_over_max(std::span<const double> done) {
  if (done.empty()) return 1;
  const auto [low, high] = std::minmax_element(done.begin(), done.end());
  return *high > 0 ? *low / *high : 1;
}

}  // namespace contend
