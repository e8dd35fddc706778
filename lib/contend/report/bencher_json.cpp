#include <contend/report/bencher_json.hpp>

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace contend {
namespace {

using json = nlohmann::ordered_json;

bool finite(const std::optional<interval>& i) {
  return i && std::isfinite(i->low) && std::isfinite(i->high);
}

json measures_of(const point_summary& p) {
  json throughput{{"value", *p.throughput}};
  if (finite(p.ci)) {
    throughput["lower_value"] = p.ci->low;
    throughput["upper_value"] = p.ci->high;
  }
  json to{{"throughput", std::move(throughput)}};
  if (p.latency && std::isfinite(p.latency->p50) && std::isfinite(p.latency->p99)) {
    to["latency"] = {{"value", p.latency->p50}};
    to["latency-p99"] = {{"value", p.latency->p99}};
  }
  return to;
}

}  // namespace

std::string bencher_json(const findings& found) {
  json to = json::object();
  for (const curve_summary& c : found.curves) {
    for (const point_summary& p : c.points) {
      if (!p.ok() || !p.throughput || !std::isfinite(*p.throughput)) continue;
      to[fmt::format("{}/threads:{}", c.name, p.threads)] = measures_of(p);
    }
  }
  return to.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace contend
