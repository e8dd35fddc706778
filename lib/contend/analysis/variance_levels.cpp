#include <contend/analysis/student_t.hpp>
#include <contend/analysis/variance_levels.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

namespace contend {
namespace {

struct visit_data {
  std::vector<double> logs;
  double in_windows = 0, beside = 0;  // seconds
};

visit_data data_of(const point_record& p) {
  visit_data data;
  for (const window_record& w : p.windows) {
    data.in_windows += w.seconds;
    const double log_rate = std::log(w.succeeded / w.seconds);
    if (w.discarded.empty() && std::isfinite(log_rate)) data.logs.push_back(log_rate);
  }
  data.beside = std::max(0.0, p.process_seconds - data.in_windows);
  return data;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Squares and degrees of freedom at both levels, over points.
class analysis_of_variance {
 public:
  void add(const std::vector<visit_data>& visits) {
    double all = 0, squared = 0, sum = 0;
    for (const visit_data& v : visits) {
      const double n = static_cast<double>(v.logs.size());
      const double centre = mean(v.logs);
      for (const double x : v.logs) _within += (x - centre) * (x - centre);
      all += n;
      squared += n * n;
      sum += n * centre;
      _in_windows += v.in_windows;
      _beside += v.beside;
    }
    for (const visit_data& v : visits) {
      const double off = mean(v.logs) - sum / all;
      _between += static_cast<double>(v.logs.size()) * off * off;
    }
    const double count = static_cast<double>(visits.size());
    _visits += count;
    _windows += all;
    _weight += all - squared / all;
    ++_points;
  }

  [[nodiscard]] std::optional<variance_levels> levels() const {
    if (_points == 0) return std::nullopt;
    const double windows = _within / (_windows - _visits);
    const double between = (_between - (_visits - _points) * windows) / _weight;
    return variance_levels{_points,
                           windows,
                           std::max(0.0, between),
                           _windows / _visits,
                           _in_windows / _windows,
                           _beside / _visits};
  }

 private:
  unsigned _points = 0;
  double _visits = 0, _windows = 0, _weight = 0;
  double _within = 0, _between = 0;
  double _in_windows = 0, _beside = 0;
};

}  // namespace

std::optional<variance_levels> variance_levels_of(const run_record& run,
                                                  std::span<const curve_summary> curves) {
  std::map<std::pair<std::string, unsigned>, std::vector<visit_data>> points;
  for (const curve_summary& c : curves) {
    for (const point_summary& p : c.points) {
      if (p.throughput && !p.oversubscribed && !p.bimodal()) points[{c.name, p.threads}];
    }
  }
  for (const point_record& p : run.points) {
    const auto at = points.find({p.name, p.threads});
    if (at == points.end() || p.measures_memory() || !p.ok()) continue;
    visit_data data = data_of(p);
    if (data.logs.size() >= 2) at->second.push_back(std::move(data));
  }
  analysis_of_variance squares;
  for (const auto& [where, visits] : points) {
    if (visits.size() >= 2) squares.add(visits);
  }
  return squares.levels();
}

std::optional<double> windows_worth(const variance_levels& l) {
  if (!(l.between_visits > 0) || !(l.window_seconds > 0)) return std::nullopt;
  return std::max(
      1.0, std::sqrt(l.visit_seconds / l.window_seconds * l.between_windows / l.between_visits));
}

unsigned blocks_for(const variance_levels& levels, double windows, double half) {
  constexpr unsigned most = 100000;
  const double deviation = std::sqrt(levels.of_visit(windows));
  const auto enough = [&](double blocks) {
    return student_t_quantile(0.975, blocks - 1) * deviation <=
           std::log1p(half) * std::sqrt(blocks);
  };
  unsigned low = 1, high = 2;
  while (high < most && !enough(high)) low = std::exchange(high, 2 * high);
  while (high - low > 1) {
    const unsigned middle = low + (high - low) / 2;
    (enough(middle) ? high : low) = middle;
  }
  return high;
}

}  // namespace contend
