#include <contend/analysis/handoff_fit.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace contend {
namespace {

/// Beyond this a thread that finds others at the server would do nothing but wait for hand-offs.
constexpr double most_handoff = 100;
constexpr int most_steps = 60;

using shape = std::array<double, 2>;  ///< first, second

/// The logarithms less those of the law at scale 1, whose best scale is their mean.
class residuals {
 public:
  residuals(const law_points& p, const shape& s) {
    const law of{law_kind::handoff, 1, s[0], s[1]};
    double all = 0, sum = 0;
    for (std::size_t i = 0; i < p.threads.size(); ++i) {
      _off.push_back(p.logs[i] - std::log(rate_of(of, p.threads[i])));
      sum += p.weights[i] * _off[i];
      all += p.weights[i];
    }
    _log_scale = sum / all;
    for (std::size_t i = 0; i < _off.size(); ++i) {
      _off[i] = (_off[i] - _log_scale) * std::sqrt(p.weights[i]);
      _squares += _off[i] * _off[i];
    }
    if (!std::isfinite(_squares)) _squares = std::numeric_limits<double>::infinity();
  }
  [[nodiscard]] double squares() const { return _squares; }
  [[nodiscard]] double scale() const { return std::exp(_log_scale); }
  [[nodiscard]] double operator[](std::size_t i) const { return _off[i]; }
  [[nodiscard]] std::size_t size() const { return _off.size(); }

 private:
  std::vector<double> _off;  // weighted
  double _log_scale = 0;
  double _squares = 0;
};

shape within_bounds(shape s) {
  return {std::clamp(s[0], 0.0, 1.0), std::clamp(s[1], 0.0, most_handoff)};
}

shape best_of_grid(const law_points& p) {
  shape best{};
  double least = std::numeric_limits<double>::infinity();
  for (const double first : {0.0, 0.003, 0.01, 0.03, 0.06, 0.1, 0.2, 0.35, 0.6, 1.0}) {
    for (const double second : {0.0, 0.003, 0.01, 0.03, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 15.0}) {
      const double squares = residuals(p, {first, second}).squares();
      if (squares < least) {
        least = squares;
        best = {first, second};
      }
    }
  }
  return best;
}

/// One damped step; false if there is none that gets better.
bool improve(const law_points& p, shape& at, residuals& now, double& damping) {
  std::array<std::vector<double>, 2> slope;
  for (std::size_t k = 0; k < 2; ++k) {
    const double h = 1e-6 * (1 + at[k]);
    shape moved = at;
    // At its upper bound a parameter can only go down.
    const double d = k == 0 && at[0] + h > 1 ? -h : h;
    moved[k] += d;
    const residuals there(p, moved);
    for (std::size_t i = 0; i < now.size(); ++i) slope[k].push_back((there[i] - now[i]) / d);
  }
  double a = 0, b = 0, c = 0, u = 0, v = 0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    a += slope[0][i] * slope[0][i];
    b += slope[0][i] * slope[1][i];
    c += slope[1][i] * slope[1][i];
    u -= slope[0][i] * now[i];
    v -= slope[1][i] * now[i];
  }
  // What stands at a bound and would leave it stays there.
  const bool held_first = (at[0] <= 0 && u < 0) || (at[0] >= 1 && u > 0);
  const bool held_second = at[1] <= 0 && v < 0;
  for (int tries = 0; tries < 12; ++tries, damping *= 4) {
    const double da = a * (1 + damping), dc = c * (1 + damping);
    shape step{};
    if (held_first && held_second) return false;
    if (held_first) {
      step[1] = v / dc;
    } else if (held_second) {
      step[0] = u / da;
    } else {
      const double det = da * dc - b * b;
      step = {(u * dc - v * b) / det, (v * da - u * b) / det};
    }
    if (!std::isfinite(step[0]) || !std::isfinite(step[1])) continue;
    const shape next = within_bounds({at[0] + step[0], at[1] + step[1]});
    const residuals then(p, next);
    if (!(then.squares() < now.squares())) continue;
    const bool worth = now.squares() - then.squares() > 1e-12 * now.squares();
    at = next;
    now = then;
    damping = std::max(damping / 10, 1e-9);
    return worth;
  }
  return false;
}

}  // namespace

std::optional<law> fit_handoff(const law_points& p, const law* near) {
  shape at = near ? within_bounds({near->first, near->second}) : best_of_grid(p);
  residuals now(p, at);
  double damping = 1e-3;
  for (int step = 0; step < most_steps && improve(p, at, now, damping); ++step) {
  }
  if (!std::isfinite(now.squares())) return std::nullopt;
  return law{law_kind::handoff, now.scale(), at[0], at[1]};
}

}  // namespace contend
