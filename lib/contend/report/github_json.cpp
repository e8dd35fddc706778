#include <contend/analysis/plants.hpp>
#include <contend/report/format.hpp>
#include <contend/report/github_json.hpp>
#include <contend/report/tip.hpp>

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace contend {
namespace {

using json = nlohmann::ordered_json;

std::string extra_of(const curve_summary& c, const point_summary& p, const plants& planted) {
  std::string text = fmt::format("{} block{}", p.blocks, p.blocks == 1 ? "" : "s");
  if (p.ci) text += fmt::format("\n95 % interval: {}", interval_text(p));
  if (!p.doubt.empty()) text += "\n" + p.doubt;
  if (p.oversubscribed) text += "\nmore threads than CPUs";
  if (const auto plant = planted.find(c.name); plant != planted.end()) {
    text += fmt::format("\nslowed down on purpose, by a factor of {}", fixed(plant->second, 3));
  }
  return text;
}

}  // namespace

std::string github_json(const run_record& run, const findings& found) {
  const plants planted = plants_of(run);
  json to = json::array();
  for (const curve_summary& c : found.curves) {
    for (const point_summary& p : c.points) {
      if (!p.ok() || !p.throughput || !std::isfinite(*p.throughput)) continue;
      json one{{"name", fmt::format("{}/threads:{}", c.name, p.threads)},
               {"value", *p.throughput},
               {"unit", "ops/s"}};
      if (const auto half = half_interval(p)) one["range"] = "± " + percent(*half);
      one["extra"] = extra_of(c, p, planted);
      to.push_back(std::move(one));
    }
  }
  return to.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace contend
