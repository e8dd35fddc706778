#include <contend/report/record_json.hpp>
#include <contend/report/results_json.hpp>

#include <nlohmann/json.hpp>

#include <cmath>

namespace contend {
namespace {

using json = nlohmann::ordered_json;

json number(double x) { return std::isfinite(x) ? json(x) : json(nullptr); }

json number(const std::optional<double>& x) { return x ? number(*x) : json(nullptr); }

json pair(const std::optional<interval>& i) {
  return i ? json::array({number(i->low), number(i->high)}) : json(nullptr);
}

json modes(const std::vector<mode>& from) {
  json to = json::array();
  for (const mode& m : from) to.push_back({{"throughput", m.throughput}, {"share", m.share}});
  return to;
}

json metrics(const std::map<std::string, metric_record>& from) {
  json to = json::object();
  for (const auto& [name, m] : from) to[name] = {{"unit", m.unit}, {"value", number(m.value)}};
  return to;
}

json latency(const std::optional<latency_record>& l) {
  if (!l) return nullptr;
  return {{"samples", l->samples}, {"p50", number(l->p50)},   {"p90", number(l->p90)},
          {"p99", number(l->p99)}, {"p999", number(l->p999)}, {"max", number(l->max)}};
}

json meters(const meter_record& m) {
  json to{{"voluntary_switches", m.voluntary_switches},
          {"involuntary_switches", m.involuntary_switches},
          {"minor_faults", m.minor_faults},
          {"migrations", m.migrations},
          {"steal", number(m.steal)},
          {"rss_bytes", m.rss_bytes},
          {"lazy_free_bytes", m.lazy_free_bytes},
          {"peak_rss_bytes", m.peak_rss_bytes},
          {"hardware", json::object()}};
  for (const auto& [name, count] : m.hardware) to["hardware"][name] = number(count);
  return to;
}

json point(const point_summary& p) {
  return {{"threads", p.threads},
          {"oversubscribed", p.oversubscribed},
          {"status", p.status},
          {"blocks", p.blocks},
          {"windows", p.windows},
          {"discarded", p.discarded},
          {"throughput", number(p.throughput)},
          {"interval", pair(p.ci)},
          {"doubt", p.doubt},
          {"modes", modes(p.modes)},
          {"speedup", number(p.speedup)},
          {"efficiency", number(p.efficiency)},
          {"efficiency_interval", pair(p.efficiency_ci)},
          {"success_share", number(p.success_share)},
          {"fairness_min_max", number(p.fairness_min_max)},
          {"fairness_jain", number(p.fairness_jain)},
          {"overlap", number(p.overlap)},
          {"start_skew", number(p.start_skew)},
          {"run_delay", number(p.run_delay)},
          {"cpu", number(p.cpu)},
          {"metrics", metrics(p.metrics)},
          {"latency", latency(p.latency)},
          {"meters", meters(p.meters)}};
}

json curve(const curve_summary& c) {
  json to{{"name", c.name},
          {"suite", c.suite},
          {"workload", c.workload},
          {"subject", c.subject},
          {"parameters", c.parameters},
          {"skipped", c.skipped ? json(*c.skipped) : json(nullptr)},
          {"points", json::array()}};
  for (const point_summary& p : c.points) to["points"].push_back(point(p));
  return to;
}

}  // namespace

std::string results_json(const run_record& run, std::span<const curve_summary> curves) {
  json header(to_json(run));
  header.erase("kind");
  header.erase("schema");  // of the journal; the file's own is one level up
  json to{
      {"schema", results_schema}, {"kind", "results"}, {"run", header}, {"curves", json::array()}};
  for (const curve_summary& c : curves) to["curves"].push_back(curve(c));
  return to.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace contend
