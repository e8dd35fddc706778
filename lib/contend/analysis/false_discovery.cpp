#include <contend/analysis/false_discovery.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>

namespace contend {

discoveries find_by_rate(std::span<const double> p_values, double q) {
  const double count = static_cast<double>(std::max<std::size_t>(p_values.size(), 1));
  std::vector<double> sorted;
  std::copy_if(p_values.begin(), p_values.end(), std::back_inserter(sorted),
               [](double p) { return !std::isnan(p); });
  std::sort(sorted.begin(), sorted.end());
  discoveries d;
  d.threshold = q / count;
  for (std::size_t k = sorted.size(); k > 0; --k) {
    const double allowed = static_cast<double>(k) * q / count;
    if (sorted[k - 1] <= allowed) {
      d.threshold = allowed;
      break;
    }
  }
  for (const double p : p_values) d.found.push_back(p <= d.threshold);
  return d;
}

}  // namespace contend
