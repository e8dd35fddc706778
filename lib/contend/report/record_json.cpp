#include <contend/analysis/thin.hpp>
#include <contend/core/bad_input.hpp>
#include <contend/report/json_reader.hpp>
#include <contend/report/question_json.hpp>
#include <contend/report/record_json.hpp>

#include <nlohmann/json.hpp>

#include <cmath>

namespace contend {
namespace {

using nlohmann::json;
using reader = json_reader;

json number(double x) { return std::isfinite(x) ? json(x) : json(nullptr); }

json window(const window_record& w) {
  json to{{"seconds", number(w.seconds)},
          {"attempted", number(w.attempted)},
          {"succeeded", number(w.succeeded)},
          {"run_delay", number(w.run_delay)},
          {"cpu", number(w.cpu)},
          {"overlap", number(w.overlap)},
          {"fairness_min_max", number(w.fairness_min_max)},
          {"fairness_jain", number(w.fairness_jain)}};
  if (!w.discarded.empty()) to["discarded"] = w.discarded;
  return to;
}

window_record window_from(const json& from, const std::string& where) {
  const reader r(from, where);
  window_record w;
  r.need("seconds", w.seconds);
  r.need("attempted", w.attempted);
  r.need("succeeded", w.succeeded);
  r.read("run_delay", w.run_delay);
  r.read("cpu", w.cpu);
  r.read("overlap", w.overlap);
  r.read("fairness_min_max", w.fairness_min_max);
  r.read("fairness_jain", w.fairness_jain);
  r.read("discarded", w.discarded);
  return w;
}

/// More than this is more than a chart can show, and a journal should stay small.
constexpr std::size_t most_series_points = 512;

json series(const series_record& s) {
  json to{{"unit", s.unit}, {"points", json::array()}};
  for (const auto& [time, value] : thinned(s.points, most_series_points)) {
    // A microsecond is finer than any sampling.
    to["points"].push_back(json::array({number(std::round(time * 1e6) / 1e6), number(value)}));
  }
  return to;
}

series_record series_from(const json& from, const std::string& where) {
  const reader r(from, where);
  series_record s;
  r.read("unit", s.unit);
  r.elements("points", [&](const json& value, const std::string& path) {
    if (!value.is_array() || value.size() != 2) throw bad_input(path + " is not a pair");
    auto& point = s.points.emplace_back();
    reader::convert(value[0], path, point.first);
    reader::convert(value[1], path, point.second);
  });
  return s;
}

json latency(const latency_record& l) {
  return {{"samples", l.samples}, {"p50", number(l.p50)},   {"p90", number(l.p90)},
          {"p99", number(l.p99)}, {"p999", number(l.p999)}, {"max", number(l.max)}};
}

latency_record latency_from(const json& from, const std::string& where) {
  const reader r(from, where);
  latency_record l;
  r.need("samples", l.samples);
  r.read("p50", l.p50);
  r.read("p90", l.p90);
  r.read("p99", l.p99);
  r.read("p999", l.p999);
  r.read("max", l.max);
  return l;
}

json meters(const meter_record& m) {
  json hardware = json::object();
  for (const auto& [name, count] : m.hardware) hardware[name] = number(count);
  return {{"voluntary_switches", m.voluntary_switches},
          {"involuntary_switches", m.involuntary_switches},
          {"minor_faults", m.minor_faults},
          {"migrations", m.migrations},
          {"steal", number(m.steal)},
          {"rss_bytes", m.rss_bytes},
          {"lazy_free_bytes", m.lazy_free_bytes},
          {"peak_rss_bytes", m.peak_rss_bytes},
          {"hardware", hardware}};
}

meter_record meters_from(const json& from, const std::string& where) {
  const reader r(from, where);
  meter_record m;
  r.read("voluntary_switches", m.voluntary_switches);
  r.read("involuntary_switches", m.involuntary_switches);
  r.read("minor_faults", m.minor_faults);
  r.read("migrations", m.migrations);
  r.read("steal", m.steal);
  r.read("rss_bytes", m.rss_bytes);
  r.read("lazy_free_bytes", m.lazy_free_bytes);
  r.read("peak_rss_bytes", m.peak_rss_bytes);
  r.members("hardware", [&](const std::string& name, const json& value, const std::string& path) {
    reader::convert(value, path, m.hardware[name]);
  });
  return m;
}

}  // namespace

json to_json(const point_record& p) {
  json to{{"kind", "point"},
          {"name", p.name},
          {"threads", p.threads},
          {"block", p.block},
          {"status", p.status},
          {"placement", p.placement},
          {"oversubscribed", p.oversubscribed},
          {"seed", p.seed},
          {"start_skew", number(p.start_skew)},
          {"process_seconds", number(p.process_seconds)},
          {"windows", json::array()},
          {"thread_share", json::array()},
          {"meters", meters(p.meters)},
          {"metrics", json::object()}};
  for (const window_record& w : p.windows) to["windows"].push_back(window(w));
  for (const double share : p.thread_share) to["thread_share"].push_back(number(share));
  if (p.latency) to["latency"] = latency(*p.latency);
  for (const auto& [name, m] : p.metrics) {
    to["metrics"][name] = {{"unit", m.unit}, {"value", number(m.value)}};
  }
  for (const auto& [name, s] : p.series) to["series"][name] = series(s);
  if (!p.purpose.empty()) to["purpose"] = p.purpose;
  for (const mark_record& m : p.marks) {
    to["marks"].push_back(
        {{"name", m.name}, {"seconds", number(m.seconds)}, {"live_bytes", number(m.live_bytes)}});
  }
  if (!p.note.empty()) to["note"] = p.note;
  return to;
}

point_record point_from_json(const json& from) {
  const reader r(from, "the point");
  point_record p;
  r.need("name", p.name);
  r.need("threads", p.threads);
  r.need("block", p.block);
  r.need("status", p.status);
  r.read("placement", p.placement);
  r.read("oversubscribed", p.oversubscribed);
  r.read("seed", p.seed);
  r.read("start_skew", p.start_skew);
  r.read("process_seconds", p.process_seconds);
  r.elements("windows", [&](const json& value, const std::string& path) {
    p.windows.push_back(window_from(value, path));
  });
  r.elements("thread_share", [&](const json& value, const std::string& path) {
    reader::convert(value, path, p.thread_share.emplace_back());
  });
  if (const auto at = from.find("latency"); at != from.end() && !at->is_null()) {
    p.latency = latency_from(*at, "the point.latency");
  }
  if (const auto at = from.find("meters"); at != from.end()) {
    p.meters = meters_from(*at, "the point.meters");
  }
  r.members("metrics", [&](const std::string& name, const json& value, const std::string& path) {
    const reader one(value, path);
    one.read("unit", p.metrics[name].unit);
    one.need("value", p.metrics[name].value);
  });
  r.members("series", [&](const std::string& name, const json& value, const std::string& path) {
    p.series[name] = series_from(value, path);
  });
  r.read("purpose", p.purpose);
  r.elements("marks", [&](const json& value, const std::string& path) {
    const reader one(value, path);
    mark_record& m = p.marks.emplace_back();
    one.need("name", m.name);
    one.need("seconds", m.seconds);
    one.read("live_bytes", m.live_bytes);
  });
  r.read("note", p.note);
  return p;
}

json to_json(const run_record& run) {
  json to{{"kind", "run"},
          {"schema", run.schema},
          {"version", run.version},
          {"command", run.command},
          {"started", run.started},
          {"seed", run.seed},
          {"blocks", run.blocks},
          {"window_seconds", number(run.window_seconds)},
          {"windows", run.windows},
          {"machine", run.machine},
          {"build", run.build},
          {"harness", run.harness},
          {"options", run.options},
          {"allowed_cpus", run.allowed_cpus},
          {"edges", run.edges},
          {"cases", json::array()},
          {"cards", run.cards},
          {"preset", run.preset},
          {"questions", to_json(run.questions)}};
  to["designs"] = json::object();
  for (const auto& [name, d] : run.designs) {
    to["designs"][name] = {
        {"title", d.title}, {"progress", d.progress}, {"source", d.source}, {"notes", d.notes}};
    if (d.ceiling) to["designs"][name]["ceiling"] = true;
  }
  for (const planned_case& c : run.cases) {
    json& one = to["cases"].emplace_back(json{{"name", c.name}, {"threads", c.threads}});
    if (c.skipped) one["skipped"] = *c.skipped;
  }
  return to;
}

run_record run_from_json(const json& from) {
  const reader r(from, "the header");
  run_record run;
  unsigned schema = 0;
  r.need("schema", schema);
  if (schema != run_record::current_schema) {
    throw bad_input("schema " + std::to_string(schema) + " is unknown: this contend reads schema " +
                    std::to_string(run_record::current_schema));
  }
  r.read("version", run.version);
  r.read("command", run.command);
  r.read("started", run.started);
  r.read("seed", run.seed);
  r.read("blocks", run.blocks);
  r.read("window_seconds", run.window_seconds);
  r.read("windows", run.windows);
  r.texts("machine", run.machine);
  r.texts("build", run.build);
  r.texts("harness", run.harness);
  r.texts("options", run.options);
  r.read("allowed_cpus", run.allowed_cpus);
  r.elements("edges", [&](const json& value, const std::string& path) {
    reader::convert(value, path, run.edges.emplace_back());
  });
  r.elements("cases", [&](const json& value, const std::string& path) {
    const reader one(value, path);
    planned_case& c = run.cases.emplace_back();
    one.need("name", c.name);
    one.elements("threads", [&](const json& t, const std::string& at) {
      reader::convert(t, at, c.threads.emplace_back());
    });
    if (value.contains("skipped")) one.read("skipped", c.skipped.emplace());
  });
  r.texts("cards", run.cards);
  r.texts("preset", run.preset);
  r.members("designs", [&](const std::string& name, const json& value, const std::string& path) {
    const reader one(value, path);
    design_record& d = run.designs[name];
    one.read("title", d.title);
    one.read("progress", d.progress);
    one.read("source", d.source);
    one.read("notes", d.notes);
    one.read("ceiling", d.ceiling);
  });
  if (const auto at = from.find("questions"); at != from.end()) {
    run.questions = questions_from(*at, "the header.questions");
  }
  return run;
}

std::string one_line(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace contend
