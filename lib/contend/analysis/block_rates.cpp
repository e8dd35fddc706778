#include <contend/analysis/block_rates.hpp>

#include <vector>

namespace contend {

block_rates::block_rates(const run_record& run, std::span<const curve_summary> curves) {
  for (const curve_summary& c : curves) {
    if (c.skipped) _skipped[c.name] = *c.skipped;
    for (const point_summary& p : c.points)
      _points[c.name][p.threads] = {p.status, p.bimodal(), {}};
  }
  for (const point_record& p : run.points) {
    if (p.measures_memory()) continue;
    const auto curve = _points.find(p.name);
    if (curve == _points.end()) continue;
    const auto at = curve->second.find(p.threads);
    if (at == curve->second.end() || at->second.status != "ok") continue;
    if (const auto rate = block_throughput(p)) at->second.rates[p.block] = *rate;
  }
}

const block_rates::point* block_rates::find(std::string_view name, unsigned threads) const {
  const auto curve = _points.find(name);
  if (curve == _points.end()) return nullptr;
  const auto at = curve->second.find(threads);
  return at == curve->second.end() ? nullptr : &at->second;
}

const block_rates::by_block& block_rates::of(std::string_view name, unsigned threads) const {
  static const by_block none;
  const point* p = find(name, threads);
  return p ? p->rates : none;
}

std::string block_rates::missing(std::string_view name, unsigned threads) const {
  const auto skipped = _skipped.find(name);
  if (skipped != _skipped.end()) return "skipped: " + skipped->second;
  if (!_points.contains(name)) return "not in this run";
  const point* p = find(name, threads);
  if (!p) return "not measured with that many threads";
  return p->status == "ok" ? "" : p->status;
}

paired_ratio block_rates::compare(std::string_view over, unsigned over_threads,
                                  std::string_view under, unsigned under_threads) const {
  std::vector<double> ratios;
  const by_block& below = of(under, under_threads);
  for (const auto& [block, rate] : of(over, over_threads)) {
    const auto at = below.find(block);
    if (at != below.end() && at->second > 0) ratios.push_back(rate / at->second);
  }
  paired_ratio result{over_blocks(ratios), static_cast<unsigned>(ratios.size())};
  const auto two_speeds = [this](std::string_view name, unsigned threads) {
    const point* p = find(name, threads);
    return p && p->bimodal;
  };
  if (two_speeds(over, over_threads) || two_speeds(under, under_threads)) {
    std::string& doubt = result.ratio.doubt;
    doubt += doubt.empty() ? "two speeds" : "; two speeds";
  }
  return result;
}

}  // namespace contend
