#include <contend/analysis/effect.hpp>
#include <contend/analysis/quantile.hpp>
#include <contend/analysis/student_t.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace contend {
namespace {

/// Of so many flips of a fair coin at most `most` come up heads.
double at_most(std::size_t flips, std::size_t most) {
  double sum = 0;
  for (std::size_t k = 0; k <= most; ++k) {
    const auto n = static_cast<double>(flips), x = static_cast<double>(k);
    sum += std::exp(std::lgamma(n + 1) - std::lgamma(x + 1) - std::lgamma(n - x + 1) -
                    n * std::log(2.0));
  }
  return sum;
}

bool outside(double value, const std::optional<interval>& of) {
  return of && (value < of->low || value > of->high);
}

std::optional<interval> around(const centre& c, double confidence) {
  const double half = student_t_quantile(0.5 + confidence / 2, c.freedom) * c.error;
  return interval{c.value - half, c.value + half};
}

}  // namespace

std::optional<interval> sign_interval(std::span<const double> values, double confidence) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  std::optional<interval> result;
  for (std::size_t k = 0; 2 * k < sorted.size(); ++k) {
    // The median lies beyond the k-th smallest as often as a coin comes up heads at most k times.
    if (2 * at_most(sorted.size(), k) > 1 - confidence + 1e-12) break;
    result = interval{sorted[k], sorted[sorted.size() - 1 - k]};
  }
  return result;
}

effect paired_effect(std::span<const double> log_ratios, double confidence) {
  effect e;
  e.blocks = static_cast<unsigned>(log_ratios.size());
  if (log_ratios.empty()) return e;
  e.median = median(log_ratios);
  e.at.value = log_ratios[0];
  if (log_ratios.size() < 2) return e;
  e.at = centre_of(log_ratios);
  e.ci = around(e.at, confidence);
  e.sign_ci = sign_interval(log_ratios, confidence);
  // Equal values have intervals of no width; a last bit must not put a centre outside.
  const double slack = 1e-9 + 1e-9 * std::abs(e.median);
  const auto wider = [slack](std::optional<interval> i) {
    if (i) *i = {i->low - slack, i->high + slack};
    return i;
  };
  e.unstable =
      outside(e.at.value, wider(e.sign_ci)) || (e.sign_ci && outside(e.median, wider(e.ci)));
  return e;
}

effect group_effect(std::span<const double> base, std::span<const double> candidate,
                    double confidence) {
  effect e;
  e.blocks = static_cast<unsigned>(std::min(base.size(), candidate.size()));
  if (e.blocks == 0) return e;
  e.median = median(candidate) - median(base);
  e.at.value = e.median;
  if (e.blocks < 2) return e;
  const centre a = centre_of(base), b = centre_of(candidate);
  const double va = a.error * a.error, vb = b.error * b.error;
  e.at.value = b.value - a.value;
  e.at.error = std::sqrt(va + vb);
  // Welch and Satterthwaite's; of two groups without any spread the sum, which is as good as any.
  e.at.freedom = va + vb > 0 ? (va + vb) * (va + vb) / (va * va / a.freedom + vb * vb / b.freedom)
                             : a.freedom + b.freedom;
  e.ci = around(e.at, confidence);
  return e;
}

double detectable(const centre& at, double level, double margin) {
  if (!(at.freedom > 0) || !(level > 0)) return std::numeric_limits<double>::infinity();
  const double power = student_t_quantile(0.9, at.freedom) * at.error;
  const double test = student_t_quantile(1 - level / 2, at.freedom) * at.error;
  return std::max(test, margin) + power;
}

}  // namespace contend
