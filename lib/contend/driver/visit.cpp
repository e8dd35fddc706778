#include <contend/driver/visit.hpp>

#include <contend/analysis/footprint.hpp>
#include <contend/core/bad_input.hpp>
#include <contend/core/clock.hpp>
#include <contend/core/rng.hpp>
#include <contend/driver/durations.hpp>
#include <contend/host/memory_meter.hpp>
#include <contend/report/record_json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace contend::driver {
namespace {

point_record heard(const child_result& result) {
  point_record r;
  r.status = result.status();
  if (r.status != "ok") return r;
  try {
    return point_from_json(nlohmann::json::parse(result.output));
  } catch (const std::exception&) {
    r.status = "failed: the child ended without a result";
    return r;
  }
}

/// What is resident in a child, by the time of the reading.
class resident_line {
 public:
  void sample(pid_t child) {
    const host::memory_reading m = host::read_memory_of(child);
    if (m.rss == 0) return;  // it is gone
    const double when = static_cast<double>(now_ns()) * 1e-9;
    _points.emplace_back(when, static_cast<double>(m.rss - m.lazy_free));
    _lazy.emplace_back(when, static_cast<double>(m.lazy_free));
    _huge.emplace_back(when, static_cast<double>(m.huge_pages));
  }

  /// Puts what was sampled beside what the child says.
  void merge_into(point_record& r) const {
    if (!r.ok()) return;
    const auto live = r.series.find("live_bytes");
    const auto elements = r.metrics.find("elements");
    footprint_result f = footprint_of(
        {r.marks, _points, live == r.series.end() ? decltype(_points)() : live->second.points,
         elements == r.metrics.end() ? 0 : elements->second.value});
    if (!f.invalid.empty()) {
      r.status = "invalid: " + f.invalid;
      r.series.clear();
      return;
    }
    for (const auto& [metric, value] : f.metrics) r.metrics[metric] = value;
    r.note = f.note;
    r.series["live_bytes"] = {"bytes", std::move(f.live)};
    r.series["resident_bytes"] = {"bytes", std::move(f.resident)};
    // Apart, because the one is not counted as resident, and the other is rounding up.
    r.metrics["lazy_free_peak"] = {"bytes", peak_of(_lazy, r)};
    r.metrics["huge_page_peak"] = {"bytes", peak_of(_huge, r)};
  }

 private:
  using line = std::vector<std::pair<double, double>>;

  static double peak_of(const line& of, const point_record& r) {
    double most = 0;
    for (const auto& [when, value] : of) {
      if (when >= r.marks.front().seconds) most = std::max(most, value);
    }
    return most;
  }

  line _points, _lazy, _huge;
};

}  // namespace

std::vector<std::string> point_arguments(const curve_plan& curve, const visit& v,
                                         const sweep_options& options, double plant,
                                         const std::string& preload) {
  const std::string window = fmt::to_string(parse_duration("--window", options.window));
  std::vector<std::string> arguments{"point",
                                     "--case",
                                     curve.case_name,
                                     "--threads",
                                     fmt::to_string(v.threads),
                                     "--seed",
                                     fmt::to_string(derive_seed(options.seed, v.block)),
                                     "--placement",
                                     options.placement,
                                     "--window",
                                     window,
                                     "--warm-up",
                                     window,
                                     "--windows",
                                     fmt::to_string(options.windows)};
  if (plant > 1) arguments.insert(arguments.end(), {"--plant", fmt::to_string(plant)});
  if (!preload.empty()) arguments.insert(arguments.end(), {"--expect-library", preload});
  return arguments;
}

point_record visit_point(const std::string& name, unsigned threads, const child_plan& plan,
                         const std::function<bool()>& cancelled) {
  const child_result result = run_child(plan, cancelled);
  point_record r = heard(result);
  r.name = name;
  r.threads = threads;
  r.process_seconds = result.seconds;
  return r;
}

point_record visit_footprint(const std::string& name, unsigned threads, const child_plan& like,
                             const std::function<bool()>& cancelled) {
  resident_line resident;
  child_plan plan = like;
  plan.sample = [&resident](pid_t child) { resident.sample(child); };
  point_record r = visit_point(name, threads, plan, cancelled);
  r.purpose = "footprint";
  resident.merge_into(r);
  return r;
}

}  // namespace contend::driver
