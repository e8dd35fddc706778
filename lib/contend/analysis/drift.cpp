#include <contend/analysis/drift.hpp>

#include <contend/analysis/estimate.hpp>
#include <contend/analysis/quantile.hpp>
#include <contend/analysis/summary.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace contend {

std::optional<drift> drift_within(const run_record& run) {
  std::map<std::pair<std::string, unsigned>, std::map<unsigned, double>> logs;
  for (const point_record& p : run.points) {
    const auto rate = block_throughput(p);
    if (rate && *rate > 0) logs[{p.name, p.threads}][p.block] = std::log(*rate);
  }
  std::vector<double> shares;
  for (const auto& [point, by_block] : logs) {
    if (by_block.size() < 8) continue;
    std::vector<double> values;
    for (const auto& [block, value] : by_block) values.push_back(value);
    const std::span<const double> all(values);
    const std::size_t half = all.size() / 2;
    const double apart = locate(all.subspan(half)).value - locate(all.first(half)).value;
    shares.push_back(1 - std::exp(-std::abs(apart)));
  }
  if (shares.empty()) return std::nullopt;
  return drift{median(shares), *std::max_element(shares.begin(), shares.end())};
}

}  // namespace contend
