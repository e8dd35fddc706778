#include <contend/analysis/quantile.hpp>
#include <contend/analysis/summary.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <set>
#include <utility>

namespace contend {
namespace {

using visits = std::vector<const point_record*>;

std::string percent(double share) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.0f %%", 100 * share);
  return text.data();
}

/// How bad a status is: what a reader has to know first wins.
int severity(const std::string& status) {
  if (status == "ok") return 0;
  static constexpr std::array<std::string_view, 4> rising{"invalid", "timeout", "oom", "crashed"};
  for (std::size_t i = 0; i < rising.size(); ++i) {
    if (status.starts_with(rising[i])) return static_cast<int>(i) + 1;
  }
  return status.starts_with("oracle") ? 7 : 6;
}

bool interfered(const point_record& p) { return severity(p.status) == 1; }

bool counts(const window_record& w) { return w.discarded.empty() && w.seconds > 0; }

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// The values of one field over all windows that count; never empty if any window does.
template <class Field>
std::vector<double> over_windows(const visits& blocks, Field field) {
  std::vector<double> result;
  for (const point_record* p : blocks) {
    for (const window_record& w : p->windows) {
      const double x = field(w);
      if (counts(w) && std::isfinite(x)) result.push_back(x);
    }
  }
  return result;
}

void count_windows(const visits& blocks, point_summary& s) {
  for (const point_record* p : blocks) {
    s.windows += static_cast<unsigned>(p->windows.size());
    s.discarded += static_cast<unsigned>(
        std::count_if(p->windows.begin(), p->windows.end(),
                      [](const window_record& w) { return !w.discarded.empty(); }));
  }
}

std::string status_of(const visits& blocks, const point_summary& s) {
  const auto worst = *std::max_element(blocks.begin(), blocks.end(),
                                       [](const point_record* a, const point_record* b) {
                                         return severity(a->status) < severity(b->status);
                                       });
  if (severity(worst->status) > 1) {
    const auto like = std::count_if(blocks.begin(), blocks.end(), [&](const point_record* p) {
      return severity(p->status) == severity(worst->status);
    });
    if (blocks.size() == 1) return worst->status;
    return worst->status + " (" + std::to_string(like) + " of " + std::to_string(blocks.size()) +
           " blocks)";
  }
  const double share = s.windows ? static_cast<double>(s.discarded) / s.windows : 0;
  if (!s.oversubscribed && share > most_discarded) {
    return "invalid: " + percent(share) + " of windows discarded";
  }
  // Too few windows were kept in each visit for any of them to be ok.
  if (std::all_of(blocks.begin(), blocks.end(), [](auto* p) { return interfered(*p); })) {
    return worst->status;
  }
  return "ok";
}

void describe_team(const visits& blocks, point_summary& s) {
  const auto attempted = over_windows(blocks, [](auto& w) { return w.attempted; });
  if (attempted.empty()) return;
  const auto succeeded = over_windows(blocks, [](auto& w) { return w.succeeded; });
  const double tried = std::accumulate(attempted.begin(), attempted.end(), 0.0);
  const double done = std::accumulate(succeeded.begin(), succeeded.end(), 0.0);
  s.success_share = tried > 0 ? done / tried : 1;
  const auto take = [&](double& to, double window_record::*field, auto statistic) {
    const auto values = over_windows(blocks, [&](auto& w) { return w.*field; });
    if (!values.empty()) to = statistic(values);
  };
  take(s.fairness_min_max, &window_record::fairness_min_max, median);
  take(s.fairness_jain, &window_record::fairness_jain, median);
  take(s.overlap, &window_record::overlap, mean);
  take(s.run_delay, &window_record::run_delay, mean);
  take(s.cpu, &window_record::cpu, mean);
}

void describe_metrics(const visits& blocks, point_summary& s) {
  std::map<std::string, std::vector<double>> values;
  for (const point_record* p : blocks) {
    for (const auto& [name, metric] : p->metrics) {
      if (!std::isfinite(metric.value)) continue;
      values[name].push_back(metric.value);
      s.metrics[name].unit = metric.unit;
    }
  }
  for (const auto& [name, v] : values) {
    const estimate e = locate(v);
    s.metrics[name].value = e.value;
    s.metrics[name].ci = e.ci;
  }
}

void describe_latency(const visits& blocks, point_summary& s) {
  std::array<std::vector<double>, 4> levels;
  latency_record all;
  for (const point_record* p : blocks) {
    if (!p->latency || p->latency->samples == 0) continue;
    const latency_record& l = *p->latency;
    all.samples += l.samples;
    all.max = std::max(all.max, l.max);
    const std::array<double, 4> of_block{l.p50, l.p90, l.p99, l.p999};
    for (std::size_t i = 0; i < of_block.size(); ++i) levels[i].push_back(of_block[i]);
  }
  if (all.samples == 0) return;
  all.p50 = median(levels[0]);
  all.p90 = median(levels[1]);
  all.p99 = median(levels[2]);
  all.p999 = median(levels[3]);
  s.latency = all;
}

void describe_meters(const visits& blocks, point_summary& s) {
  for (const point_record* p : blocks) {
    const meter_record& m = p->meters;
    s.start_skew = std::max(s.start_skew, p->start_skew);
    s.meters.voluntary_switches += m.voluntary_switches;
    s.meters.involuntary_switches += m.involuntary_switches;
    s.meters.minor_faults += m.minor_faults;
    s.meters.migrations += m.migrations;
    s.meters.steal += m.steal / static_cast<double>(blocks.size());
    s.meters.rss_bytes = std::max(s.meters.rss_bytes, m.rss_bytes);
    s.meters.lazy_free_bytes = std::max(s.meters.lazy_free_bytes, m.lazy_free_bytes);
    s.meters.peak_rss_bytes = std::max(s.meters.peak_rss_bytes, m.peak_rss_bytes);
    for (const auto& [name, count] : m.hardware) s.meters.hardware[name] += count;
  }
}

void describe_throughput(const visits& blocks, std::size_t visited, point_summary& s) {
  std::vector<double> values;
  for (const point_record* p : blocks) {
    if (const auto value = block_throughput(*p)) values.push_back(*value);
  }
  if (values.empty()) {
    s.status = "invalid: no window was kept";
    return;
  }
  const estimate e = over_blocks(values);
  s.throughput = e.value;
  s.ci = e.ci;
  s.doubt = e.doubt;
  const auto note = [&](const std::string& text) {
    if (!text.empty()) s.doubt += (s.doubt.empty() ? "" : "; ") + text;
  };
  if (values.size() < visited) {
    note(std::to_string(visited - values.size()) + " of " + std::to_string(visited) +
         " blocks did not count");
  }
  s.modes = modes_of(over_windows(blocks, [](auto& w) { return w.succeeded / w.seconds; }));
  if (s.bimodal()) {
    note("two speeds: " + percent(s.modes[0].share) + " and " + percent(s.modes[1].share) +
         " of windows");
  }
}

/// All visits to a point, by what they were for.
struct visits_by_purpose {
  visits timed, memory;
};

point_summary point_of(unsigned threads, const visits_by_purpose& all, unsigned allowed_cpus) {
  const visits& blocks = all.timed;
  point_summary s{.threads = threads, .oversubscribed = threads > allowed_cpus};
  s.footprint = summarize_footprints(all.memory);
  if (blocks.empty()) {
    s.status = "not run";
    return s;
  }
  s.blocks = static_cast<unsigned>(blocks.size());
  s.oversubscribed =
      std::any_of(blocks.begin(), blocks.end(), [](auto* p) { return p->oversubscribed; });
  count_windows(blocks, s);
  s.status = status_of(blocks, s);
  if (!s.ok()) return s;
  visits counted;
  std::copy_if(blocks.begin(), blocks.end(), std::back_inserter(counted),
               [](auto* p) { return p->ok(); });
  describe_throughput(counted, blocks.size(), s);
  describe_team(counted, s);
  describe_metrics(counted, s);
  s.histories = histories_of(counted);
  describe_latency(counted, s);
  describe_meters(counted, s);
  return s;
}

/// The relative distances of the interval's ends, as logarithms, added as independent errors are.
std::optional<interval> ratio_ci(double ratio, const point_summary& over, const point_summary& to) {
  if (!over.ci || !to.ci) return std::nullopt;
  const auto up = [](const point_summary& p) { return std::log(p.ci->high / *p.throughput); };
  const auto down = [](const point_summary& p) { return std::log(*p.throughput / p.ci->low); };
  return interval{ratio * std::exp(-std::hypot(down(over), up(to))),
                  ratio * std::exp(std::hypot(up(over), down(to)))};
}

void relate_to_single(curve_summary& curve) {
  const auto base = std::find_if(curve.points.begin(), curve.points.end(),
                                 [](auto& p) { return p.threads == 1 && p.throughput; });
  if (base == curve.points.end() || !(*base->throughput > 0)) return;
  curve.single = base->throughput;
  for (point_summary& p : curve.points) {
    if (!p.throughput) continue;
    p.speedup = *p.throughput / *curve.single;
    p.efficiency = *p.speedup / p.threads;
    if (p.threads > 1) p.efficiency_ci = ratio_ci(*p.efficiency, p, *base);
  }
}

}  // namespace

case_path split_path(std::string_view name) {
  const auto next = [&name] {
    const std::size_t at = name.find('/');
    std::string part(name.substr(0, at));
    name.remove_prefix(at == std::string_view::npos ? name.size() : at + 1);
    return part;
  };
  case_path result;
  result.suite = next();
  result.workload = next();
  result.subject = next();
  result.parameters = name;
  return result;
}

std::optional<double> block_throughput(const point_record& point) {
  if (!point.ok()) return std::nullopt;
  const auto values =
      over_windows({&point}, [](const window_record& w) { return w.succeeded / w.seconds; });
  if (values.empty()) return std::nullopt;
  return median(values);
}

std::vector<curve_summary> summarize(const run_record& run) {
  std::map<std::string, std::map<unsigned, visits_by_purpose>> measured;
  std::map<std::string, visits> memory;
  for (const point_record& p : run.points) {
    visits_by_purpose& here = measured[p.name][p.threads];
    (p.measures_memory() ? here.memory : here.timed).push_back(&p);
    if (p.measures_memory()) memory[p.name].push_back(&p);
  }

  std::vector<planned_case> cases = run.cases;
  std::set<std::string> known;
  for (const planned_case& c : cases) known.insert(c.name);
  for (const point_record& p : run.points) {
    if (known.insert(p.name).second) cases.push_back({p.name, {}, std::nullopt});
  }

  std::vector<curve_summary> result;
  for (const planned_case& c : cases) {
    case_path path = split_path(c.name);
    curve_summary curve{.name = c.name,
                        .suite = std::move(path.suite),
                        .workload = std::move(path.workload),
                        .subject = std::move(path.subject),
                        .parameters = std::move(path.parameters),
                        .skipped = c.skipped};
    const auto design = run.designs.find(curve.suite + "/" + curve.subject);
    curve.ceiling = design != run.designs.end() && design->second.ceiling;
    auto& by_threads = measured[c.name];
    if (!c.skipped) {
      for (const unsigned t : c.threads) by_threads.try_emplace(t);
    }
    for (const auto& [threads, blocks] : by_threads) {
      curve.points.push_back(point_of(threads, blocks, run.allowed_cpus));
    }
    relate_to_single(curve);
    curve.growth = blowup_of(memory[c.name]);
    result.push_back(std::move(curve));
  }
  return result;
}

}  // namespace contend
