#include <contend/report/format.hpp>
#include <contend/report/headroom_text.hpp>
#include <contend/report/tip.hpp>

#include <fmt/format.h>

namespace contend {

std::optional<double> half_interval(const point_summary& p) {
  if (!p.ci || !p.throughput || !(*p.throughput > 0)) return std::nullopt;
  return (p.ci->high - p.ci->low) / 2 / *p.throughput;
}

std::string interval_text(const point_summary& p) {
  return p.ci ? fmt::format("{} to {}", si(p.ci->low), si(p.ci->high)) : p.doubt;
}

std::string modes_text(const point_summary& p) {
  std::string text;
  for (const mode& m : p.modes) {
    text += fmt::format("{}{} {}at {}", text.empty() ? "" : ", ", percent(m.share),
                        text.empty() ? "of windows " : "", si(m.throughput));
  }
  return text;
}

std::string brief_status(const point_summary& p) {
  if (p.status == "not run") return p.status;
  const std::string word = p.status.substr(0, p.status.find_first_of(": "));
  return word == "invalid" ? "INVALID" : word;
}

std::string tip_of(const curve_summary& curve, const point_summary& p) {
  std::string text =
      fmt::format("{}, {} thread{}: ", curve.subject, p.threads, p.threads == 1 ? "" : "s");
  if (p.refused_rate) return text + si(*p.refused_rate) + " ops/s, " + p.status;
  if (!p.ok()) return text + p.status;
  if (p.bimodal()) {
    text += "two speeds, " + modes_text(p);
  } else {
    text += fmt::format("{} ops/s ({})", si(*p.throughput), interval_text(p));
  }
  if (p.efficiency && !p.bimodal()) text += ", efficiency " + percent(*p.efficiency);
  if (p.of_ceiling) text += ", " + of_ceiling_text(p) + " of the load alone";
  if (p.threads > 1) text += fmt::format(", fairness {}", fixed(p.fairness_min_max, 2));
  if (p.oversubscribed) text += "; more threads than CPUs";
  return text;
}

}  // namespace contend
