#include <contend/analysis/jackknife.hpp>
#include <contend/analysis/student_t.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace contend {

estimate jackknife(double value, std::span<const double> without, double confidence) {
  estimate result{value, std::nullopt, {}};
  const double n = static_cast<double>(without.size());
  if (without.size() < 2) {
    result.doubt = "one block: no interval";
    return result;
  }
  const double centre = std::accumulate(without.begin(), without.end(), 0.0) / n;
  double squares = 0;
  for (const double x : without) squares += (x - centre) * (x - centre);
  const double half =
      student_t_quantile(0.5 + confidence / 2, n - 1) * std::sqrt(squares * (n - 1) / n);
  if (!std::isfinite(value) || !std::isfinite(half)) {
    result.doubt = "not finite in every block: no interval";
    return result;
  }
  result.ci = interval{value - half, value + half};
  return result;
}

estimate jackknife_of_logs(double value, std::span<const double> without, double confidence) {
  std::vector<double> logs;
  for (const double x : without) logs.push_back(std::log(x));
  estimate result = jackknife(std::log(value), logs, confidence);
  result.value = value;
  if (result.ci) result.ci = interval{std::exp(result.ci->low), std::exp(result.ci->high)};
  return result;
}

}  // namespace contend
