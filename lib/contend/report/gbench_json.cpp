#include <contend/analysis/plants.hpp>
#include <contend/report/gbench_json.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

namespace contend {
namespace {

using json = nlohmann::ordered_json;

double leading_number(const std::map<std::string, std::string>& from, const char* key) {
  const auto at = from.find(key);
  return at == from.end() ? 0 : std::strtod(at->second.c_str(), nullptr);
}

json context(const run_record& run) {
  const auto type = run.build.find("type");
  const bool debug =
      type != run.build.end() && (type->second == "Debug" || type->second == "debug");
  json to{{"date", run.started},
          {"host_name", ""},  // says who measured, not what was measured
          {"executable", "contend"},
          {"num_cpus", run.allowed_cpus},
          {"mhz_per_cpu", std::lround(leading_number(run.machine, "mhz"))},
          {"cpu_scaling_enabled", false},
          {"caches", json::array()},
          {"load_avg", json::array()},
          {"library_build_type", debug ? "debug" : "release"},
          {"contend_version", run.version},
          {"contend_command", run.command},
          {"contend_seed", std::to_string(run.seed)}};
  for (const auto& [key, value] : run.machine) to["machine_" + key] = value;
  for (const auto& [key, value] : run.build) to["build_" + key] = value;
  if (const plants planted = plants_of(run); !planted.empty()) {
    to["contend_planted"] = to_text(planted);
  }
  return to;
}

struct totals {
  double attempted = 0, succeeded = 0, cpu_seconds = 0;
};

totals add_up(const point_record& p) {
  totals sum;
  for (const window_record& w : p.windows) {
    if (!w.discarded.empty()) continue;
    sum.attempted += w.attempted;
    sum.succeeded += w.succeeded;
    sum.cpu_seconds += w.cpu * w.seconds * p.threads;
  }
  return sum;
}

void add_counters(const point_record& p, double throughput, const totals& sum, json& to) {
  to["items_per_second"] = throughput;
  to["success_share"] = sum.attempted > 0 ? sum.succeeded / sum.attempted : 1.0;
  if (!p.thread_share.empty()) {
    const auto [low, high] = std::minmax_element(p.thread_share.begin(), p.thread_share.end());
    to["fairness_min_max"] = *high > 0 ? *low / *high : 1.0;
  }
  for (const auto& [name, m] : p.metrics) {
    // A counter must not hide one of the format's own fields.
    if (std::isfinite(m.value)) to.emplace(name, m.value);
  }
}

/// "case/threads:n" -> why the point as a whole has no number, though some of its blocks may.
std::map<std::string, std::string> void_points(const findings& found) {
  std::map<std::string, std::string> result;
  for (const curve_summary& c : found.curves) {
    for (const point_summary& p : c.points) {
      if (!p.ok()) result[c.name + "/threads:" + std::to_string(p.threads)] = p.status;
    }
  }
  return result;
}

std::string name_of(const point_record& p) {
  return p.path() + "/repetition:" + std::to_string(p.block);
}

}  // namespace

std::string gbench_json(const run_record& run, const findings& found) {
  std::map<std::string, std::size_t> families;
  std::map<std::string, std::map<unsigned, std::size_t>> instances;
  for (const planned_case& c : run.cases) families.try_emplace(c.name, families.size());
  unsigned blocks = run.blocks;
  for (const point_record& p : run.points) {
    if (p.measures_memory()) continue;  // the format knows only times
    families.try_emplace(p.name, families.size());
    instances[p.name].try_emplace(p.threads);
    blocks = std::max(blocks, p.block + 1);
  }
  for (auto& [name, by_threads] : instances) {
    std::size_t next = 0;
    for (auto& [threads, index] : by_threads) index = next++;
  }

  const auto voided = void_points(found);
  json left_out = json::object();
  json to{{"context", context(run)}, {"benchmarks", json::array()}};
  for (const point_record& p : run.points) {
    if (p.measures_memory()) continue;
    const auto throughput = block_throughput(p);
    const auto why = voided.find(p.path());
    if (why != voided.end() || !throughput || !(*throughput > 0)) {
      left_out[name_of(p)] = !p.ok()               ? p.status
                             : why != voided.end() ? why->second
                                                   : "no successful operation in a kept window";
      continue;
    }
    const totals sum = add_up(p);
    json entry{{"name", p.path()},
               {"family_index", families[p.name]},
               {"per_family_instance_index", instances[p.name][p.threads]},
               {"run_name", p.path()},
               {"run_type", "iteration"},
               {"repetitions", blocks},
               {"repetition_index", p.block},
               {"threads", p.threads}};
    entry["iterations"] = std::llround(sum.succeeded);
    entry["real_time"] = 1e9 / *throughput;
    entry["cpu_time"] = sum.succeeded > 0 ? 1e9 * sum.cpu_seconds / sum.succeeded : 0.0;
    entry["time_unit"] = "ns";
    add_counters(p, *throughput, sum, entry);
    to["benchmarks"].push_back(std::move(entry));
  }
  if (!left_out.empty()) to["context"]["contend_left_out"] = std::move(left_out);
  return to.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace contend
