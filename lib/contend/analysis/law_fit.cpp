#include <contend/analysis/handoff_fit.hpp>
#include <contend/analysis/law_fit.hpp>
#include <contend/analysis/nonnegative.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace contend {
namespace {

constexpr int most_steps = 50;
constexpr double close_enough = 1e-14;  // of the squares, between two steps

double at(const columns_row& row, const columns_row& x) {
  double sum = 0;
  for (std::size_t i = 0; i < row.size(); ++i) sum += row[i] * x[i];
  return sum;
}

/// The x >= 0 that minimises the weighted squares of log(row x) - log.
class log_linear {
 public:
  log_linear(std::vector<columns_row> rows, std::vector<double> logs,
             std::span<const double> weights)
      : _rows(std::move(rows)), _logs(std::move(logs)), _weights(weights) {}

  columns_row solve() {
    // Relative errors, as the logarithms' are.
    std::vector<double> targets, weights;
    for (std::size_t i = 0; i < _logs.size(); ++i) {
      targets.push_back(std::exp(_logs[i]));
      weights.push_back(_weights[i] / (targets[i] * targets[i]));
    }
    columns_row x = nonnegative_least_squares(_rows, targets, weights);
    double now = cost(x);
    for (int step = 0; step < most_steps && std::isfinite(now); ++step) {
      const columns_row next = towards(x);
      double part = 1;
      columns_row tried = x;
      double then = now;
      for (; part > 1e-6; part /= 2) {
        for (std::size_t i = 0; i < x.size(); ++i) tried[i] = x[i] + part * (next[i] - x[i]);
        then = cost(tried);
        if (then <= now) break;
      }
      if (!(then <= now)) break;
      const bool there = now - then <= close_enough * now;
      x = tried;
      now = then;
      if (there) break;
    }
    return x;
  }

 private:
  [[nodiscard]] double cost(const columns_row& x) const {
    double sum = 0;
    for (std::size_t i = 0; i < _rows.size(); ++i) {
      const double model = at(_rows[i], x);
      if (!(model > 0)) return std::numeric_limits<double>::infinity();
      const double off = _logs[i] - std::log(model);
      sum += _weights[i] * off * off;
    }
    return sum;
  }

  /// Where the logarithm's tangent at x leads.
  [[nodiscard]] columns_row towards(const columns_row& x) const {
    std::vector<double> targets, weights;
    for (std::size_t i = 0; i < _rows.size(); ++i) {
      const double model = at(_rows[i], x);
      targets.push_back(model * (1 + _logs[i] - std::log(model)));
      weights.push_back(_weights[i] / (model * model));
    }
    return nonnegative_least_squares(_rows, targets, weights);
  }

  std::vector<columns_row> _rows;
  std::vector<double> _logs;
  std::span<const double> _weights;
};

std::optional<law> reciprocal(law_kind kind, const law_points& p) {
  std::vector<columns_row> rows;
  std::vector<double> logs;
  for (std::size_t i = 0; i < p.threads.size(); ++i) {
    const double n = p.threads[i];
    rows.push_back(
        {1, kind == law_kind::linear ? 0 : n - 1, kind == law_kind::usl ? n * (n - 1) : 0});
    logs.push_back(std::log(n) - p.logs[i]);
  }
  const columns_row a = log_linear(std::move(rows), std::move(logs), p.weights).solve();
  if (!(a[0] > 0)) return std::nullopt;
  return law{kind, 1 / a[0], a[1] / a[0], a[2] / a[0]};
}

std::optional<law> gustafson(const law_points& p) {
  std::vector<columns_row> rows;
  for (const double n : p.threads) rows.push_back({1, n, 0});
  const columns_row a =
      log_linear(std::move(rows), {p.logs.begin(), p.logs.end()}, p.weights).solve();
  const double one = a[0] + a[1];
  if (!(one > 0)) return std::nullopt;
  return law{law_kind::gustafson, one, a[0] / one, 0};
}

double mean_of(std::span<const double> values, std::span<const double> weights) {
  double sum = 0, all = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += weights[i] * values[i];
    all += weights[i];
  }
  return sum / all;
}

/// The squares have their minimum either with the edge between two points, then slope and ceiling
/// are the means of their sides, or with the edge at a point, then there is one mean.
std::optional<law> roofline(const law_points& p) {
  const std::size_t m = p.threads.size();
  std::optional<law> best;
  double least = std::numeric_limits<double>::infinity();
  const auto offer = [&](double log_slope, double edge) {
    const law l{law_kind::roofline, std::exp(log_slope), edge, 0};
    const double squares = misfit(l, p);
    if (squares < least) {
      least = squares;
      best = l;
    }
  };
  std::vector<double> slopes;
  for (std::size_t i = 0; i < m; ++i) slopes.push_back(p.logs[i] - std::log(p.threads[i]));
  for (std::size_t i = 0; i < m; ++i) {
    std::vector<double> flat;
    for (std::size_t k = 0; k < m; ++k) {
      flat.push_back(p.logs[k] - std::log(std::min(p.threads[k], p.threads[i])));
    }
    offer(mean_of(flat, p.weights), p.threads[i]);
    if (i + 1 == m) break;
    const double slope = mean_of(std::span(slopes).first(i + 1), p.weights.first(i + 1));
    const double ceiling = mean_of(p.logs.subspan(i + 1), p.weights.subspan(i + 1));
    const double edge = std::exp(ceiling - slope);
    if (edge >= p.threads[i] && edge <= p.threads[i + 1]) offer(slope, edge);
  }
  return best;
}

bool sound(const law_points& p, law_kind kind) {
  if (p.threads.size() < parameters_of(kind)) return false;
  const auto finite = [](std::span<const double> values) {
    return std::all_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); });
  };
  return finite(p.threads) && finite(p.logs) && finite(p.weights) && p.threads.front() >= 1 &&
         std::all_of(p.weights.begin(), p.weights.end(), [](double w) { return w > 0; });
}

}  // namespace

double misfit(const law& of, const law_points& p) {
  double sum = 0;
  for (std::size_t i = 0; i < p.threads.size(); ++i) {
    const double off = p.logs[i] - std::log(rate_of(of, p.threads[i]));
    sum += p.weights[i] * off * off;
  }
  return sum;
}

std::optional<law> fit(law_kind kind, const law_points& points, const law* near) {
  if (!sound(points, kind)) return std::nullopt;
  switch (kind) {
    case law_kind::linear:
    case law_kind::amdahl:
    case law_kind::usl: return reciprocal(kind, points);
    case law_kind::gustafson: return gustafson(points);
    case law_kind::roofline: return roofline(points);
    case law_kind::handoff: return fit_handoff(points, near);
  }
  return std::nullopt;
}

}  // namespace contend
