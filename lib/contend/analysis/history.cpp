#include <contend/analysis/history.hpp>

#include <algorithm>
#include <cmath>

namespace contend {
namespace {

/// Time-weighted, as samples may be apart; of the values if no time passes.
double mean_over_time(const std::vector<std::pair<double, double>>& points) {
  double area = 0;
  double sum = points.front().second;
  for (std::size_t i = 1; i < points.size(); ++i) {
    area += (points[i].first - points[i - 1].first) * (points[i].second + points[i - 1].second) / 2;
    sum += points[i].second;
  }
  const double time = points.back().first - points.front().first;
  return time > 0 ? area / time : sum / static_cast<double>(points.size());
}

}  // namespace

std::map<std::string, history> histories_of(std::span<const point_record* const> visits) {
  std::map<std::string, std::vector<std::pair<double, const point_record*>>> by_mean;
  for (const point_record* p : visits) {
    for (const auto& [name, all] : p->series) {
      if (all.points.empty()) continue;
      const double mean = mean_over_time(all.points);
      if (std::isfinite(mean)) by_mean[name].emplace_back(mean, p);
    }
  }
  std::map<std::string, history> result;
  for (auto& [name, means] : by_mean) {
    std::sort(means.begin(), means.end(), [](const auto& a, const auto& b) {
      return std::pair(a.first, a.second->block) < std::pair(b.first, b.second->block);
    });
    const point_record& middle = *means[(means.size() - 1) / 2].second;
    const series_record& from = middle.series.at(name);
    result[name] = {from.unit, middle.block, from.points};
  }
  return result;
}

}  // namespace contend
