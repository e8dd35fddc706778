#include <contend/analysis/estimate.hpp>
#include <contend/analysis/precision.hpp>
#include <contend/analysis/summary.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace contend {
namespace {

constexpr double unknown = std::numeric_limits<double>::infinity();

double half_width_now(std::span<const double> rates) {
  const estimate e = over_blocks(rates);
  // A load that got stuck in a block has no ratio to itself.
  return e.ci && e.ci->low > 0 ? std::sqrt(e.ci->high / e.ci->low) - 1 : unknown;
}

/// Rates are in the order of their blocks.
double half_width_of(std::span<const double> rates) {
  const double now = half_width_now(rates);
  if (rates.size() < least_blocks_to_leave) return now;
  return std::max(now, half_width_now(rates.first(rates.size() - blocks_to_confirm)));
}

}  // namespace

std::map<std::string, load_precision> precision_by_load(const run_record& run) {
  struct visits {
    unsigned all = 0;
    bool hopeless = false;
    std::vector<double> rates;
  };
  std::map<std::pair<std::string, unsigned>, visits> points;
  for (const point_record& p : run.points) {
    if (p.measures_memory() || p.oversubscribed) continue;
    visits& v = points[{p.name, p.threads}];
    ++v.all;
    if (!p.ok() && !p.status.starts_with("invalid")) v.hopeless = true;
    if (const auto rate = block_throughput(p)) v.rates.push_back(*rate);
  }
  std::map<std::string, load_precision> loads;
  for (const auto& [at, v] : points) {
    if (v.hopeless) continue;
    const case_path path = split_path(at.first);
    const auto [load, fresh] =
        loads.try_emplace(path.suite + "/" + path.workload, load_precision{v.all, 0});
    load->second.blocks = std::min(load->second.blocks, v.all);
    load->second.half_width = std::max(load->second.half_width, half_width_of(v.rates));
  }
  return loads;
}

std::set<std::string> worth_another_block(const std::map<std::string, load_precision>& known,
                                          std::optional<double> goal) {
  double worst = 0;
  bool young = false;
  for (const auto& [name, load] : known) {
    worst = std::max(worst, load.half_width);
    young = young || load.blocks < least_blocks_to_leave;
  }
  const double enough = goal ? *goal : std::max(fine_enough, worst / 2);
  std::set<std::string> wanted;
  for (const auto& [name, load] : known) {
    if (young || load.half_width > enough) wanted.insert(name);
  }
  return wanted;
}

unsigned blocks_to_go(const load_precision& known, double goal, unsigned most) {
  if (known.blocks >= least_blocks_to_leave && known.half_width <= goal) return 0;
  if (known.blocks < 2 || !std::isfinite(known.half_width)) return most;
  // An interval narrows with the root of the number of blocks.
  const double needed = known.blocks * std::pow(known.half_width / goal, 2);
  const double total = std::max<double>(std::ceil(needed), least_blocks_to_leave);
  return static_cast<unsigned>(std::clamp<double>(total - known.blocks, 1, most));
}

}  // namespace contend
