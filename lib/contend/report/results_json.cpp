#include <contend/report/estimate_json.hpp>
#include <contend/report/law_json.hpp>
#include <contend/report/record_json.hpp>
#include <contend/report/results_json.hpp>

#include <nlohmann/json.hpp>

namespace contend {
namespace {

using json = nlohmann::ordered_json;

json modes(const std::vector<mode>& from) {
  json to = json::array();
  for (const mode& m : from) to.push_back({{"throughput", m.throughput}, {"share", m.share}});
  return to;
}

json metrics(const std::map<std::string, metric_summary>& from) {
  json to = json::object();
  for (const auto& [name, m] : from) {
    to[name] = {
        {"unit", m.unit}, {"value", number_json(m.value)}, {"interval", interval_json(m.ci)}};
  }
  return to;
}

json histories(const std::map<std::string, history>& from) {
  json to = json::object();
  for (const auto& [name, h] : from) {
    json points = json::array();
    for (const auto& [time, value] : h.points) {
      points.push_back(json::array({number_json(time), number_json(value)}));
    }
    to[name] = {{"unit", h.unit}, {"block", h.block}, {"points", std::move(points)}};
  }
  return to;
}

json latency(const std::optional<latency_record>& l) {
  if (!l) return nullptr;
  return {{"samples", l->samples},        {"p50", number_json(l->p50)},
          {"p90", number_json(l->p90)},   {"p99", number_json(l->p99)},
          {"p999", number_json(l->p999)}, {"max", number_json(l->max)}};
}

json meters(const meter_record& m) {
  json to{{"voluntary_switches", m.voluntary_switches},
          {"involuntary_switches", m.involuntary_switches},
          {"minor_faults", m.minor_faults},
          {"migrations", m.migrations},
          {"steal", number_json(m.steal)},
          {"rss_bytes", m.rss_bytes},
          {"lazy_free_bytes", m.lazy_free_bytes},
          {"peak_rss_bytes", m.peak_rss_bytes},
          {"hardware", json::object()}};
  for (const auto& [name, count] : m.hardware) to["hardware"][name] = number_json(count);
  return to;
}

json footprint_json(const std::optional<footprint_summary>& f) {
  if (!f) return nullptr;
  json to{{"status", f->status}, {"visits", f->visits},       {"kept", f->kept},
          {"note", f->note},     {"numbers", json::object()}, {"series", histories(f->histories)}};
  for (const auto& [name, n] : f->numbers) {
    json one = estimate_json(n.value);
    one["unit"] = n.unit;
    to["numbers"][name] = std::move(one);
  }
  return to;
}

json blowup_json(const std::optional<blowup>& b) {
  if (!b) return nullptr;
  json to{{"slope", b->slope ? estimate_json(*b->slope) : json(nullptr)},
          {"absent", b->absent},
          {"growth", json::array()}};
  for (const auto& [threads, ratio] : b->growth) {
    json one = estimate_json(ratio);
    one["threads"] = threads;
    to["growth"].push_back(std::move(one));
  }
  return to;
}

json point(const point_summary& p) {
  return {{"threads", p.threads},
          {"oversubscribed", p.oversubscribed},
          {"status", p.status},
          {"blocks", p.blocks},
          {"windows", p.windows},
          {"discarded", p.discarded},
          {"throughput", number_json(p.throughput)},
          {"interval", interval_json(p.ci)},
          {"doubt", p.doubt},
          {"modes", modes(p.modes)},
          {"speedup", number_json(p.speedup)},
          {"efficiency", number_json(p.efficiency)},
          {"efficiency_interval", interval_json(p.efficiency_ci)},
          {"of_ceiling", estimate_json(p.of_ceiling)},
          {"refused_throughput", number_json(p.refused_rate)},
          {"success_share", number_json(p.success_share)},
          {"fairness_min_max", number_json(p.fairness_min_max)},
          {"fairness_jain", number_json(p.fairness_jain)},
          {"overlap", number_json(p.overlap)},
          {"start_skew", number_json(p.start_skew)},
          {"run_delay", number_json(p.run_delay)},
          {"cpu", number_json(p.cpu)},
          {"metrics", metrics(p.metrics)},
          {"series", histories(p.histories)},
          {"latency", latency(p.latency)},
          {"footprint", footprint_json(p.footprint)},
          {"meters", meters(p.meters)}};
}

json fall_json(const std::optional<negative_scaling>& n) {
  if (!n) return nullptr;
  const auto drop = [](const negative_scaling::drop& d) {
    json to = estimate_json(d.ratio);
    to["threads"] = d.threads;
    to["than"] = d.than;
    return to;
  };
  return {{"first", drop(n->first)}, {"deepest", drop(n->deepest)}};
}

json curve(const curve_summary& c) {
  json to{{"name", c.name},
          {"suite", c.suite},
          {"workload", c.workload},
          {"subject", c.subject},
          {"parameters", c.parameters},
          {"ceiling", c.ceiling},
          {"skipped", c.skipped ? json(*c.skipped) : json(nullptr)},
          {"blowup", blowup_json(c.growth)},
          {"negative_scaling", fall_json(c.falls)},
          {"points", json::array()}};
  for (const point_summary& p : c.points) to["points"].push_back(point(p));
  return to;
}

json headroom_json(const load_headroom& load) {
  json to{{"suite", load.suite},     {"workload", load.workload}, {"parameters", load.parameters},
          {"ceiling", load.ceiling}, {"points", json::array()},   {"unknown", json::array()}};
  for (const point_headroom& p : load.points) {
    json one{{"subject", p.subject}, {"threads", p.threads}, {"verdict", to_string(p.verdict)}};
    one.update(estimate_json(p.share.ratio));
    one["blocks"] = p.share.blocks;
    to["points"].push_back(std::move(one));
  }
  for (const unknown_ceiling& u : load.unknown) {
    to["unknown"].push_back({{"threads", u.threads}, {"why", u.why}});
  }
  return to;
}

json ranking_json(const ranking& r) {
  json to{{"suite", r.suite},
          {"workload", r.workload},
          {"parameters", r.parameters},
          {"threads", r.threads},
          {"places", json::array()}};
  for (const ranked_design& d : r.places) {
    to["places"].push_back({{"subject", d.subject},
                            {"single", number_json(d.single)},
                            {"rate", number_json(d.rate)},
                            {"scaling", estimate_json(d.scaling)},
                            {"of_best", estimate_json(d.of_best)},
                            {"negative_scaling", d.scales_negatively()},
                            {"absent", d.absent}});
  }
  return to;
}

json ratio_json(const ratio_answer& a) {
  json to{{"title", a.question.title},
          {"reference", a.question.reference},
          {"subjects", a.subjects},
          {"tables", json::array()}};
  for (const ratio_table& t : a.tables) {
    json rows = json::array();
    for (std::size_t i = 0; i < t.cells.size(); ++i) {
      json cells = json::array();
      for (const ratio_cell& c : t.cells[i]) {
        json one = c.absent.empty()
                       ? estimate_json(c.value.ratio)
                       : json{{"value", nullptr}, {"interval", nullptr}, {"doubt", ""}};
        one["blocks"] = c.value.blocks;
        one["absent"] = c.absent;
        cells.push_back(std::move(one));
      }
      rows.push_back({{"label", a.question.rows[i].label}, {"cells", std::move(cells)}});
    }
    to["tables"].push_back(
        {{"threads", t.threads}, {"oversubscribed", t.oversubscribed}, {"rows", std::move(rows)}});
  }
  return to;
}

json crossing_json(const crossing_answer& a) {
  json to{{"title", a.question.title},
          {"workload", a.question.workload},
          {"parameter", a.question.parameter},
          {"subject", a.question.subject},
          {"rival", a.question.rival},
          {"threads", a.question.threads},
          {"falls", a.question.falls},
          {"oversubscribed", a.oversubscribed},
          {"others", a.others},
          {"kind", to_string(a.kind)},
          {"at", number_json(a.at)},
          {"interval", interval_json(a.ci)},
          {"open_low", a.open_low},
          {"open_high", a.open_high},
          {"ahead_below", a.ahead_below},
          {"why", a.why},
          {"points", json::array()}};
  for (const crossing_point& p : a.points) {
    json one = estimate_json(p.ratio.ratio);
    one["at"] = p.at;
    one["blocks"] = p.ratio.blocks;
    to["points"].push_back(std::move(one));
  }
  return to;
}

json plateau_json(const plateau_answer& a) {
  json to{{"title", a.question.title},
          {"workload", a.question.workload},
          {"parameter", a.question.parameter},
          {"unit", a.question.unit},
          {"threads", a.question.threads},
          {"within", a.question.within},
          {"subject", a.subject},
          {"oversubscribed", a.oversubscribed},
          {"others", a.others},
          {"kind", to_string(a.kind)},
          {"low", number_json(a.low)},
          {"high", number_json(a.high)},
          {"why", a.why},
          {"points", json::array()}};
  for (const plateau_point& p : a.points) {
    json one = estimate_json(p.ratio.ratio);
    one["at"] = p.at;
    one["blocks"] = p.ratio.blocks;
    to["points"].push_back(std::move(one));
  }
  return to;
}

json scatter_json(const std::optional<variance_levels>& s) {
  if (!s) return nullptr;
  return {{"points", s->points},
          {"between_windows", number_json(s->between_windows)},
          {"between_visits", number_json(s->between_visits)},
          {"windows_a_visit", number_json(s->windows_a_visit)},
          {"window_seconds", number_json(s->window_seconds)},
          {"visit_seconds", number_json(s->visit_seconds)},
          {"windows_worth", number_json(windows_worth(*s))},
          {"blocks_for_1_percent", blocks_for(*s, s->windows_a_visit, 0.01)}};
}

}  // namespace

std::string results_json(const run_record& run, const findings& found) {
  json header(to_json(run));
  header.erase("kind");
  header.erase("schema");  // of the journal; the file's own is one level up
  json to{{"schema", results_schema},   {"kind", "results"},         {"run", header},
          {"curves", json::array()},    {"rankings", json::array()}, {"ratios", json::array()},
          {"crossings", json::array()}, {"plateaus", json::array()}, {"headrooms", json::array()},
          {"laws", json::array()}};
  for (const curve_summary& c : found.curves) to["curves"].push_back(curve(c));
  for (const ranking& r : found.rankings) to["rankings"].push_back(ranking_json(r));
  for (const ratio_answer& a : found.ratios) to["ratios"].push_back(ratio_json(a));
  for (const crossing_answer& a : found.crossings) to["crossings"].push_back(crossing_json(a));
  for (const plateau_answer& a : found.plateaus) to["plateaus"].push_back(plateau_json(a));
  for (const load_headroom& h : found.headrooms) to["headrooms"].push_back(headroom_json(h));
  to["scatter"] = scatter_json(found.scatter);
  for (const curve_law& l : found.laws) to["laws"].push_back(law_json(l));
  return to.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace contend
