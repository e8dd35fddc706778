#include <contend/host/placement.hpp>

#include <sched.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace contend::host {
namespace {

/// One from each list in turn; the lists that are longer go on alone.
std::vector<int> deal(const std::map<int, std::vector<int>>& hands) {
  std::size_t longest = 0;
  for (const auto& [key, hand] : hands) longest = std::max(longest, hand.size());
  std::vector<int> dealt;
  for (std::size_t round = 0; round < longest; ++round) {
    for (const auto& [key, hand] : hands) {
      if (round < hand.size()) dealt.push_back(hand[round]);
    }
  }
  return dealt;
}

template <class Key>
std::vector<int> sorted_by(std::vector<cpu> cpus, Key key) {
  std::sort(cpus.begin(), cpus.end(), [&](const cpu& a, const cpu& b) { return key(a) < key(b); });
  std::vector<int> ids;
  for (const cpu& c : cpus) ids.push_back(c.id);
  return ids;
}

std::vector<int> scattered(const std::vector<cpu>& cpus) {
  std::map<int, std::map<int, std::map<int, std::vector<int>>>> by;  // rank, package, node
  for (const cpu& c : cpus) by[c.smt_rank][c.package][c.numa].push_back(c.id);
  std::vector<int> order;
  for (const auto& [rank, packages] : by) {
    std::map<int, std::vector<int>> hands;
    for (const auto& [package, nodes] : packages) hands[package] = deal(nodes);
    for (const int id : deal(hands)) order.push_back(id);
  }
  return order;
}

std::vector<int> order_of(const std::vector<cpu>& cpus, placement policy) {
  switch (policy) {
    case placement::compact:
      return sorted_by(cpus, [](const cpu& c) {
        return std::tuple(c.smt_rank, c.package, c.numa, c.core, c.id);
      });
    case placement::scatter: return scattered(cpus);
    case placement::smt:
      return sorted_by(cpus, [](const cpu& c) {
        return std::tuple(c.package, c.numa, c.core, c.smt_rank, c.id);
      });
    case placement::none: break;
  }
  return {};
}

}  // namespace

std::optional<placement> parse_placement(std::string_view text) noexcept {
  for (const auto p : {placement::compact, placement::scatter, placement::smt, placement::none}) {
    if (text == to_string(p)) return p;
  }
  return std::nullopt;
}

std::string_view to_string(placement p) noexcept {
  switch (p) {
    case placement::compact: return "compact";
    case placement::scatter: return "scatter";
    case placement::smt: return "smt";
    case placement::none: return "none";
  }
  return "?";
}

std::vector<int> place(const topology& machine, placement policy, unsigned threads) {
  std::vector<int> cpus(threads, -1);
  const std::vector<int> order = order_of(machine.cpus, policy);
  if (order.empty()) return cpus;
  for (unsigned i = 0; i < threads; ++i) cpus[i] = order[i % order.size()];
  return cpus;
}

bool pin_this_thread(int cpu) noexcept {
  if (cpu < 0) return true;
  cpu_set_t* const set = CPU_ALLOC(cpu + 1);
  if (!set) return false;
  const std::size_t bytes = CPU_ALLOC_SIZE(cpu + 1);
  CPU_ZERO_S(bytes, set);
  CPU_SET_S(cpu, bytes, set);
  const bool done = sched_setaffinity(0, bytes, set) == 0;
  CPU_FREE(set);
  return done;
}

}  // namespace contend::host
