#include <contend/analysis/run_pair.hpp>

#include <contend/analysis/summary.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <string_view>
#include <utility>

namespace contend {
namespace {

/// One run discarding a larger share of its windows than the other by more than this.
constexpr double most_uneven = 0.10;

using rates_by_point = std::map<std::pair<std::string, unsigned>, std::map<unsigned, double>>;

struct side {
  std::map<std::string, curve_summary> curves;
  rates_by_point rates;
  std::set<std::pair<std::string, unsigned>> stuck;

  side(const run_record& all, unsigned end) {
    run_record run = all;
    std::erase_if(run.points,
                  [end](const point_record& p) { return p.block >= end || p.measures_memory(); });
    for (curve_summary& c : summarize(run)) curves.emplace(c.name, std::move(c));
    const double least = 0.5 / (run.window_seconds > 0 ? run.window_seconds : 1);
    for (const point_record& p : run.points) {
      const auto rate = block_throughput(p);
      if (!rate) continue;
      rates[{p.name, p.threads}][p.block] = std::max(*rate, least);
      if (!(*rate > 0)) stuck.emplace(p.name, p.threads);
    }
  }
};

double discarded_share(const point_summary& p) {
  return p.windows == 0 ? 0 : static_cast<double>(p.discarded) / p.windows;
}

bool failed(const point_summary& p) {
  return !p.ok() && p.status != "not run" && !p.status.starts_with("invalid");
}

void block(point_pair& at, verdict v, const std::string& why) {
  at.blocked = v;
  at.obstacle = why;
}

void find_obstacle(point_pair& at, const point_summary& b, const point_summary& c) {
  if (failed(c) && !failed(b)) return block(at, verdict::broken, c.status);
  if (failed(b) && !failed(c)) return block(at, verdict::inconclusive, "base: " + b.status);
  if (failed(b)) return block(at, verdict::inconclusive, "both fail: " + b.status);
  if (b.status == "not run") return block(at, verdict::inconclusive, "base: not run");
  if (c.status == "not run") return block(at, verdict::inconclusive, "not run");
  if (!b.ok()) return block(at, verdict::invalid, "base: " + b.status);
  if (!c.ok()) return block(at, verdict::invalid, c.status);
  const double uneven = discarded_share(c) - discarded_share(b);
  if (!at.oversubscribed && std::abs(uneven) > most_uneven) {
    block(at, verdict::invalid,
          std::string("more windows were discarded of ") + (uneven > 0 ? "the candidate" : "base"));
  }
}

std::string speeds(const point_summary& p) {
  const auto share = std::lround(100 * p.modes[0].share);
  return std::to_string(share) + " % slow";
}

void find_doubt(point_pair& at, const point_summary& b, const point_summary& c, bool stuck) {
  const auto note = [&at](const std::string& text) {
    at.doubt += (at.doubt.empty() ? "" : "; ") + text;
  };
  if (b.bimodal() || c.bimodal()) {
    note("two speeds (base " + (b.bimodal() ? speeds(b) : "one") + ", candidate " +
         (c.bimodal() ? speeds(c) : "one") + ")");
  }
  if (stuck) note("some visits made no progress");
}

curve_pair pair_of(const std::string& name, const side& base, const side& candidate) {
  curve_pair result{name, {}};
  const curve_summary& b = base.curves.at(name);
  const curve_summary& c = candidate.curves.at(name);
  for (const point_summary& mine : b.points) {
    const auto other = std::find_if(c.points.begin(), c.points.end(),
                                    [&](const auto& p) { return p.threads == mine.threads; });
    if (other == c.points.end()) continue;
    point_pair& at = result.points.emplace_back();
    at.threads = mine.threads;
    at.oversubscribed = mine.oversubscribed || other->oversubscribed;
    const std::pair<std::string, unsigned> key{name, mine.threads};
    const auto rates = [&key](const side& of) {
      const auto found = of.rates.find(key);
      return found == of.rates.end() ? std::map<unsigned, double>() : found->second;
    };
    at.base = rates(base);
    at.candidate = rates(candidate);
    find_obstacle(at, mine, *other);
    find_doubt(at, mine, *other, base.stuck.contains(key) || candidate.stuck.contains(key));
  }
  return result;
}

bool number(double x) { return std::isfinite(x) && x >= 0; }

std::string setting_of(const run_record& run, const char* name) {
  const auto at = run.options.find(name);
  return at == run.options.end() ? "" : at->second;
}

}  // namespace

double point_pair::log_ratio(unsigned which) const {
  const auto b = base.find(which), c = candidate.find(which);
  if (b == base.end() || c == candidate.end()) return std::numeric_limits<double>::quiet_NaN();
  return std::log(c->second / b->second);
}

unsigned curve_pair::blocks() const {
  unsigned end = 0;
  for (const point_pair& p : points) {
    for (const auto* rates : {&p.base, &p.candidate}) {
      if (!rates->empty()) end = std::max(end, rates->rbegin()->first + 1);
    }
  }
  return end;
}

run_pair pair_runs(const run_record& base, const run_record& candidate, unsigned end) {
  const side b(base, end), c(candidate, end);
  run_pair result;
  const auto skipped = [](const curve_summary& curve, const char* which) {
    return "skipped in " + std::string(which) + ": " + *curve.skipped;
  };
  const auto names = summarize(base);  // in the header's order
  for (const curve_summary& curve : names) {
    const auto other = c.curves.find(curve.name);
    if (other == c.curves.end()) {
      result.left_out[curve.name] = "only in base";
    } else if (curve.skipped) {
      result.left_out[curve.name] = skipped(curve, "base");
    } else if (other->second.skipped) {
      result.left_out[curve.name] = skipped(other->second, "the candidate");
    } else {
      curve_pair pair = pair_of(curve.name, b, c);
      if (pair.points.empty()) {
        result.left_out[curve.name] = "no thread count in common";
      } else {
        result.curves.push_back(std::move(pair));
      }
    }
  }
  for (const auto& [name, curve] : c.curves) {
    if (!b.curves.contains(name)) result.left_out[name] = "only in the candidate";
  }
  return result;
}

std::optional<std::string> unusable(const run_record& run) {
  bool any = false;
  for (const point_record& p : run.points) {
    if (p.measures_memory()) continue;
    any = true;
    const std::string where = p.path() + ", block " + std::to_string(p.block);
    if (p.ok() && p.windows.empty()) return where + ": ok, but without a window";
    for (const window_record& w : p.windows) {
      if (!number(w.attempted) || !number(w.succeeded) || !number(w.seconds) || w.seconds == 0) {
        return where + ": a window whose operations or seconds are no number from 0 up";
      }
    }
  }
  return any ? std::nullopt : std::optional<std::string>("no timed point was measured");
}

std::optional<std::string> measured_differently(const run_record& base,
                                                const run_record& candidate) {
  const auto differ = [](const char* what, const std::string& a, const std::string& b) {
    return std::string(what) + ": '" + a + "' in base, '" + b + "' in the candidate";
  };
  if (base.window_seconds != candidate.window_seconds) {
    return differ("--window", std::to_string(base.window_seconds),
                  std::to_string(candidate.window_seconds));
  }
  for (const char* name : {"placement", "latency"}) {
    const std::string a = setting_of(base, name), b = setting_of(candidate, name);
    if (a != b) return differ(name, a, b);
  }
  return std::nullopt;
}

machine_difference compare_machines(const run_record& base, const run_record& candidate) {
  static const std::set<std::string_view> hardware{
      "architecture", "cores",      "cpu_model",  "cpus_allowed", "cpus_online",
      "hypervisor",   "memory_mib", "numa_nodes", "packages",     "cpu_quota"};
  std::set<std::string> names;
  for (const auto* run : {&base, &candidate}) {
    for (const auto& [name, value] : run->machine) names.insert(name);
  }
  machine_difference d;
  for (const std::string& name : names) {
    const auto value = [&name](const run_record& run) {
      const auto at = run.machine.find(name);
      return at == run.machine.end() ? std::string("unknown") : at->second;
    };
    const std::string a = value(base), b = value(candidate);
    if (a == b) continue;
    const bool hard = hardware.contains(name) || name.starts_with("cache_");
    (hard ? d.hardware : d.settings).push_back(name + ": " + a + ", " + b);
  }
  if (base.allowed_cpus != candidate.allowed_cpus && d.hardware.empty()) {
    d.hardware.push_back("allowed CPUs: " + std::to_string(base.allowed_cpus) + ", " +
                         std::to_string(candidate.allowed_cpus));
  }
  return d;
}

}  // namespace contend
