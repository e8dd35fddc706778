#include <contend/analysis/centre.hpp>
#include <contend/analysis/estimate.hpp>
#include <contend/analysis/quantile.hpp>
#include <contend/analysis/student_t.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <vector>

namespace contend {
namespace {

constexpr double trimmed_share = 0.2;
constexpr std::size_t trimmed_from = 5;  // below it, floor(0.2 n) cuts nothing off

std::vector<double> sorted(std::span<const double> values) {
  std::vector<double> result(values.begin(), values.end());
  std::sort(result.begin(), result.end());
  return result;
}

std::size_t cut(std::size_t n, double share) {
  // 0.2 * 15 must cut three off, whatever its last bit says.
  return static_cast<std::size_t>(std::floor(share * static_cast<double>(n) + 1e-9));
}

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

double trimmed_mean(std::span<const double> values, double share) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> v = sorted(values);
  const std::size_t g = cut(v.size(), share);
  return mean(std::span(v).subspan(g, v.size() - 2 * g));
}

double winsorized_variance(std::span<const double> values, double share) {
  if (values.size() < 2) return 0;
  std::vector<double> v = sorted(values);
  const std::size_t g = cut(v.size(), share);
  std::fill_n(v.begin(), g, v[g]);
  std::fill_n(v.rbegin(), g, v[v.size() - 1 - g]);
  const double centre = mean(v);
  double squares = 0;
  for (const double x : v) squares += (x - centre) * (x - centre);
  return squares / static_cast<double>(v.size() - 1);
}

centre centre_of(std::span<const double> values) {
  const std::size_t n = values.size();
  const double share = n < trimmed_from ? 0 : trimmed_share;
  // Without trimming this is the plain mean with Student's error.
  const double kept = static_cast<double>(n - 2 * cut(n, share));
  return {trimmed_mean(values, share),
          std::sqrt(winsorized_variance(values, share) * static_cast<double>(n - 1) /
                    (kept * (kept - 1))),
          kept - 1};
}

estimate locate(std::span<const double> values, double confidence) {
  if (values.empty()) return {0, std::nullopt, "no block: no interval"};
  if (values.size() < 2) return {values[0], std::nullopt, "one block: no interval"};
  const centre c = centre_of(values);
  const double half = student_t_quantile(0.5 + confidence / 2, c.freedom) * c.error;
  return {c.value, interval{c.value - half, c.value + half}, {}};
}

estimate over_blocks(std::span<const double> values, double confidence) {
  const auto stuck = std::count_if(values.begin(), values.end(), [](double x) { return !(x > 0); });
  if (stuck > 0) {
    return {median(values), std::nullopt,
            "no progress in " + std::to_string(stuck) + " of " + std::to_string(values.size()) +
                " blocks: no interval"};
  }
  std::vector<double> logs;
  for (const double x : values) logs.push_back(std::log(x));
  estimate result = locate(logs, confidence);
  if (logs.empty()) return result;
  result.value = std::exp(result.value);
  if (result.ci) result.ci = interval{std::exp(result.ci->low), std::exp(result.ci->high)};
  return result;
}

}  // namespace contend
