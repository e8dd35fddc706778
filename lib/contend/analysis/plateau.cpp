#include <contend/analysis/parameter_axis.hpp>
#include <contend/analysis/plateau.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace contend {
namespace {

enum class verdict { below, level, open };

/// One value against the share that a level one has at least.
verdict judge(const log_ratios& data, std::size_t value, double least) {
  std::vector<double> blocks;
  for (const auto& block : data.blocks) blocks.push_back(block[value]);
  const estimate e = locate(blocks);
  if (!e.ci) return verdict::open;
  if (e.ci->high < least) return verdict::below;
  return e.ci->low > least ? verdict::level : verdict::open;
}

/// Blocks that have a rate at every value, as logarithms over the last.
log_ratios complete_blocks(const std::map<double, const curve_summary*>& along, unsigned threads,
                           const block_rates& rates) {
  log_ratios data;
  std::map<unsigned, std::vector<double>> by_block;
  for (const auto& [x, curve] : along) {
    for (const auto& [block, rate] : rates.of(curve->name, threads)) {
      auto& values = by_block[block];
      if (rate > 0 && values.size() == data.at.size()) values.push_back(std::log(rate));
    }
    data.at.push_back(x);
  }
  for (auto& [block, values] : by_block) {
    if (values.size() != data.at.size()) continue;
    const double last = values.back();
    for (double& v : values) v -= last;
    data.blocks.push_back(std::move(values));
  }
  return data;
}

}  // namespace

const char* to_string(plateau_kind kind) noexcept {
  switch (kind) {
    case plateau_kind::begins: return "begins";
    case plateau_kind::everywhere: return "everywhere";
    case plateau_kind::beyond: return "beyond";
    case plateau_kind::undecided: return "undecided";
  }
  return "?";
}

plateau_answer find_plateau(const log_ratios& data, double within) {
  plateau_answer a;
  if (data.at.size() < 2 || data.blocks.empty()) {
    a.why = "no block has every value";
    return a;
  }
  if (data.blocks.size() < 2) {
    a.why = "one block: no interval";
    return a;
  }
  const double least = std::log1p(-within);
  const std::size_t last = data.at.size() - 1;
  // The largest value is what is compared with: level by definition.
  std::size_t low = 0, high = last;
  while (low < last && judge(data, low, least) == verdict::below) ++low;
  while (high > low && judge(data, high - 1, least) == verdict::level) --high;
  if (low == 0 && high == last) {
    a.why = "no value is level, or not, beyond doubt";
    return a;
  }
  a.kind = high == 0     ? plateau_kind::everywhere
           : low == last ? plateau_kind::beyond
                         : plateau_kind::begins;
  a.low = data.at[low];
  a.high = data.at[high];
  return a;
}

std::vector<plateau_answer> answer(const plateau_question& q, std::span<const curve_summary> curves,
                                   const block_rates& rates) {
  struct group {
    std::string subject, others;
    std::map<double, const curve_summary*> along;
  };
  std::vector<group> groups;
  for (const curve_summary& c : curves) {
    if (c.suite + "/" + c.workload != q.workload || c.ceiling) continue;
    if (rates.of(c.name, q.threads).empty()) continue;
    const auto place = taken_out(c.parameters, q.parameter);
    if (!place) continue;
    auto at = std::find_if(groups.begin(), groups.end(), [&](const group& g) {
      return g.subject == c.subject && g.others == place->second;
    });
    if (at == groups.end()) at = groups.insert(groups.end(), {c.subject, place->second, {}});
    at->along[place->first] = &c;
  }
  // One setting's subjects side by side.
  std::stable_sort(groups.begin(), groups.end(),
                   [](const group& a, const group& b) { return a.others < b.others; });
  std::vector<plateau_answer> result;
  for (const group& g : groups) {
    if (g.along.size() < 2) continue;
    plateau_answer a = find_plateau(complete_blocks(g.along, q.threads, rates), q.within);
    a.question = q;
    a.subject = g.subject;
    a.others = g.others;
    const curve_summary& widest = *g.along.rbegin()->second;
    a.oversubscribed = oversubscribed(widest, q.threads);
    for (const auto& [x, curve] : g.along) {
      a.points.push_back({x, rates.compare(curve->name, q.threads, widest.name, q.threads)});
    }
    result.push_back(std::move(a));
  }
  return result;
}

}  // namespace contend
