#include <contend/report/footprint_text.hpp>
#include <contend/report/table_footprint.hpp>
#include <contend/report/team_size.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

namespace contend {
namespace {

std::string of_point(const footprint_summary& f) {
  if (!f.ok()) return f.status;
  std::string text;
  const auto add = [&](const char* name, const char* before, const char* after) {
    const auto found = f.numbers.find(name);
    if (found == f.numbers.end()) return;
    text += (text.empty() ? "" : ", ") + std::string(before) + number_text(found->second) + after;
  };
  add("element_full", "", " an element");
  add("element_peak", "", " at the peak");
  add("element_drained", "", " drained");
  add("peak_overhead", "peak ", " of live");
  add("stranded_idle", "stranded ", " idle");
  add("stranded_nudged", "", " after a malloc");
  add("stranded_exited", "", " after exit");
  add("returned_1s", "back ", " in 1 s");
  return text.empty() ? "n/a: " + f.note : text;
}

/// The curves of one load, as a chart has them.
std::map<std::string, std::vector<chart_line>> loads_of(const findings& found,
                                                        std::vector<std::string>& order) {
  std::map<std::string, std::vector<chart_line>> loads;
  for (const curve_summary& c : found.curves) {
    if (!c.growth && std::none_of(c.points.begin(), c.points.end(),
                                  [](const point_summary& p) { return p.footprint.has_value(); })) {
      continue;
    }
    const std::string load =
        c.suite + "/" + c.workload + (c.parameters.empty() ? "" : " " + c.parameters);
    const auto [at, fresh] = loads.try_emplace(load);
    if (fresh) order.push_back(load);
    at->second.push_back({&c, 0});
  }
  return loads;
}

}  // namespace

std::string table_of_footprints(const findings& found, const palette& paint, std::size_t width) {
  std::vector<std::string> order;
  auto loads = loads_of(found, order);
  if (order.empty()) return {};
  std::string out = fmt::format(
      "\n{}{}\n", paint.bold("memory"),
      paint.dim("  of fixed work; resident less what was before, and live as requested"));
  for (const std::string& load : order) {
    const auto& all = loads[load];
    const team_size at = best_team_size(
        all, [](const point_summary& p) { return p.footprint && p.footprint->ok(); });
    for (const chart_line& l : all) {
      for (const point_summary& p : l.curve->points) {
        if (!p.footprint || (at.threads != 0 && p.threads != at.threads)) continue;
        std::string text = fmt::format("  {} @{}: {}: {}", load, p.threads, l.curve->subject,
                                       of_point(*p.footprint));
        if (l.curve->growth && l.curve->growth->slope) {
          text += "; peak grows as " + slope_text(*l.curve->growth);
        }
        out += wrapped(printable(text), width, 4) + "\n";
      }
    }
  }
  return out;
}

}  // namespace contend
