#include <contend/analysis/modes.hpp>
#include <contend/analysis/quantile.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace contend {
namespace {

constexpr std::size_t least_windows = 8;
constexpr std::size_t least_cluster = 3;
constexpr double least_share = 0.15;
constexpr double least_ratio = 1.3;
constexpr double most_between = 0.05;
// In pooled deviations, and twice as many at 8 windows as at very many: few windows fall into
// clusters by chance. Simulated: at most 2 in 100 uniform and 5 in 1000 normal samples of 8 to 100
// windows are called bimodal; of two equal modes 7 deviations apart, 3 in 10 at 8 windows and 9 in
// 10 at 20.
double least_separation(double n) { return 4 * (1 + 8 / n); }

struct cluster {
  double mean = 0;
  double squares = 0;  // of the distances from the mean
};

cluster describe(std::span<const double> values) {
  cluster result;
  for (const double x : values) result.mean += x / static_cast<double>(values.size());
  for (const double x : values) result.squares += (x - result.mean) * (x - result.mean);
  return result;
}

/// Where to cut sorted values so that the squares inside the two parts are least. At most a few
/// hundred windows, so the plain quadratic search is fine, and exact.
std::size_t best_cut(std::span<const double> sorted) {
  std::size_t best = 1;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const double squares = describe(sorted.first(i)).squares + describe(sorted.subspan(i)).squares;
    if (squares < least) {
      least = squares;
      best = i;
    }
  }
  return best;
}

bool apart(std::span<const double> logs, std::size_t at) {
  const auto low = logs.first(at);
  const auto high = logs.subspan(at);
  const double n = static_cast<double>(logs.size());
  const double least = std::max(static_cast<double>(least_cluster), least_share * n);
  if (static_cast<double>(std::min(low.size(), high.size())) < least) return false;
  if (median(high) - median(low) < std::log(least_ratio)) return false;
  const cluster a = describe(low);
  const cluster b = describe(high);
  const double distance = b.mean - a.mean;
  const double deviation = std::sqrt((a.squares / static_cast<double>(low.size() - 1) +
                                      b.squares / static_cast<double>(high.size() - 1)) /
                                     2);
  if (distance < least_separation(n) * deviation) return false;
  const auto between = std::count_if(logs.begin(), logs.end(), [&](double x) {
    return x > a.mean + distance / 3 && x < b.mean - distance / 3;
  });
  return static_cast<double>(between) <= most_between * n;
}

}  // namespace

std::vector<mode> modes_of(std::span<const double> throughputs) {
  if (throughputs.empty()) return {};
  std::vector<double> sorted(throughputs.begin(), throughputs.end());
  std::sort(sorted.begin(), sorted.end());
  if (sorted.size() < least_windows || !(sorted.back() > 0)) return {{median(sorted), 1}};
  // A stuck window has no logarithm. It is put a factor of ten below the slowest that moved: far
  // enough to be its own cluster, near enough not to hide two others.
  const double slowest = *std::upper_bound(sorted.begin(), sorted.end(), 0.0);
  std::vector<double> logs;
  for (const double x : sorted) logs.push_back(std::log(x > 0 ? x : slowest / 10));
  const std::size_t at = best_cut(logs);
  if (!apart(logs, at)) return {{median(sorted), 1}};
  const auto all = std::span<const double>(sorted);
  const double share = static_cast<double>(at) / static_cast<double>(sorted.size());
  return {{median(all.first(at)), share}, {median(all.subspan(at)), 1 - share}};
}

}  // namespace contend
