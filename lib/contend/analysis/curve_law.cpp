#include <contend/analysis/curve_law.hpp>

#include <algorithm>
#include <cmath>
#include <map>

namespace contend {
namespace {

unsigned first_regime(const run_record& run) {
  const auto edge = std::min_element(run.edges.begin(), run.edges.end());
  return edge == run.edges.end() ? run.allowed_cpus : std::min(*edge, run.allowed_cpus);
}

bool says_work_grows(const run_record& run, const curve_summary& c) {
  const auto card = run.cards.find(c.suite + "/" + c.workload);
  return card != run.cards.end() &&
         card->second.find(std::string("\n") + work_grows_heading + ": ") != std::string::npos;
}

/// Blocks that have a rate at every thread count.
log_rates complete_blocks(const std::string& name, const std::vector<unsigned>& threads,
                          const block_rates& rates) {
  log_rates data;
  std::map<unsigned, std::vector<double>> by_block;
  for (const unsigned n : threads) {
    for (const auto& [block, rate] : rates.of(name, n)) {
      auto& logs = by_block[block];
      if (logs.size() == data.threads.size()) logs.push_back(std::log(rate));
    }
    data.threads.push_back(n);
  }
  for (auto& [block, logs] : by_block) {
    if (logs.size() == threads.size()) data.blocks.push_back(std::move(logs));
  }
  return data;
}

bool timed(const curve_summary& c) {
  return !c.skipped && !c.ceiling &&
         std::any_of(c.points.begin(), c.points.end(), [](const auto& p) { return p.blocks > 0; });
}

curve_law law_of(const run_record& run, const curve_summary& c, const block_rates& rates) {
  curve_law of{c.suite,
               c.workload,
               c.subject,
               c.parameters,
               first_regime(run),
               false,
               says_work_grows(run, c),
               {},
               {},
               {}};
  std::vector<unsigned> threads;
  for (const point_summary& p : c.points) {
    if (!p.throughput) continue;
    if (p.oversubscribed) continue;
    if (p.threads > of.regime_end) {
      of.cut = true;
      continue;
    }
    if (p.bimodal() && of.choice.refused.empty()) {
      of.choice.refused = "two speeds at " + std::to_string(p.threads) + " threads";
    }
    threads.push_back(p.threads);
  }
  of.data = complete_blocks(c.name, threads, rates);
  if (of.choice.refused.empty() || threads.size() < least_thread_counts) {
    of.choice = choose_law(of.data, of.work_grows);
  }
  return of;
}

}  // namespace

std::vector<curve_law> laws_of(const run_record& run, std::span<const curve_summary> curves,
                               const block_rates& rates, std::optional<unsigned> extrapolate_to) {
  std::vector<curve_law> laws;
  for (const curve_summary& c : curves) {
    if (!timed(c)) continue;
    curve_law& of = laws.emplace_back(law_of(run, c, rates));
    if (extrapolate_to) of.asked = extrapolate(of.choice, of.data, *extrapolate_to, of.regime_end);
  }
  return laws;
}

}  // namespace contend
