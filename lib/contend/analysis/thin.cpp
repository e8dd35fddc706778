#include <contend/analysis/thin.hpp>

#include <algorithm>

namespace contend {

std::vector<std::pair<double, double>> thinned(const std::vector<std::pair<double, double>>& points,
                                               std::size_t most) {
  if (points.size() <= most) return points;
  std::vector<std::pair<double, double>> result{points.front()};
  const std::size_t inner = points.size() - 2;
  const std::size_t stretches = (most - 2) / 2;
  const auto lower = [](const auto& a, const auto& b) { return a.second < b.second; };
  for (std::size_t i = 0; i < stretches; ++i) {
    const auto from = points.begin() + static_cast<std::ptrdiff_t>(1 + inner * i / stretches);
    const auto to = points.begin() + static_cast<std::ptrdiff_t>(1 + inner * (i + 1) / stretches);
    const auto [low, high] = std::minmax_element(from, to, lower);
    if (low == high) {
      result.push_back(*low);
    } else {
      result.push_back(low < high ? *low : *high);
      result.push_back(low < high ? *high : *low);
    }
  }
  result.push_back(points.back());
  return result;
}

}  // namespace contend
