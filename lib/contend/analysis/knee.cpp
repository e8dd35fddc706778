#include <contend/analysis/knee.hpp>
#include <contend/analysis/summary.hpp>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace contend {

std::set<unsigned> around_the_knee(const std::map<unsigned, double>& rates) {
  const auto lower = [](const auto& a, const auto& b) { return a.second < b.second; };
  const auto best = std::max_element(rates.begin(), rates.end(), lower);
  if (best == rates.end() || std::next(best) == rates.end()) return {};
  std::set<unsigned> between;
  const auto half_way = [&](unsigned low, unsigned high) {
    if (high - low > 1) between.insert(low + (high - low) / 2);
  };
  if (best != rates.begin()) half_way(std::prev(best)->first, best->first);
  half_way(best->first, std::next(best)->first);
  return between;
}

std::map<std::string, std::set<unsigned>> knees_of(const run_record& run) {
  std::set<std::pair<std::string, unsigned>> planned;
  for (const planned_case& c : run.cases) {
    for (const unsigned n : c.threads) planned.emplace(c.name, n);
  }
  std::map<std::string, std::map<unsigned, double>> curves;
  for (const point_record& p : run.points) {
    if (p.block != 0 || p.measures_memory() || p.oversubscribed) continue;
    if (!planned.contains({p.name, p.threads})) continue;
    if (const auto rate = block_throughput(p)) curves[p.name][p.threads] = *rate;
  }
  std::map<std::string, std::map<unsigned, unsigned>> votes;
  for (const auto& [name, rates] : curves) {
    const case_path path = split_path(name);
    for (const unsigned n : around_the_knee(rates)) ++votes[path.suite + "/" + path.workload][n];
  }
  std::map<std::string, std::set<unsigned>> wanted;
  for (const auto& [load, counts] : votes) {
    std::vector<std::pair<unsigned, unsigned>> by_votes;
    for (const auto& [threads, votes_for] : counts) by_votes.emplace_back(votes_for, threads);
    // The most wanted first; of equally wanted ones those with fewer threads.
    std::sort(by_votes.begin(), by_votes.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    by_votes.resize(std::min(by_votes.size(), most_added_threads));
    for (const auto& [votes_for, threads] : by_votes) wanted[load].insert(threads);
  }
  return wanted;
}

}  // namespace contend
