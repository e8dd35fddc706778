#include <contend/report/comparison_words.hpp>

#include <contend/report/format.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace contend {
namespace {

/// How much there is to say of a point beside others with the same verdict.
double weight(const point_comparison& p) {
  if (p.is == verdict::same) return p.detectable.value_or(1);
  return p.change.blocks > 0 ? std::abs(p.change.at.value) : 0;
}

}  // namespace

std::string p_text(double p) { return p < 0.0001 ? "p<0.0001" : fmt::format("p={:.4f}", p); }

std::string point_label(const point_comparison& p) {
  if (p.threads == 0) return "mean of all";
  return fmt::format("{} thread{}{}", p.threads, p.threads == 1 ? "" : "s",
                     p.oversubscribed ? ", over" : "");
}

std::string reason_of(const point_comparison& p) {
  if (p.is != verdict::same) return p.why;
  return p.detectable ? fmt::format("a slow-down of {} would have been found 9 times in 10",
                                    percent(*p.detectable))
                      : "too few blocks to say what would have been found";
}

const point_comparison* telling_point(const curve_comparison& c) {
  const point_comparison* best = nullptr;
  const auto look = [&](const point_comparison& p) {
    if (p.is == c.is && (best == nullptr || weight(p) > weight(*best))) best = &p;
  };
  for (const point_comparison& p : c.points) look(p);
  if (best == nullptr && c.whole) look(*c.whole);
  return best;
}

std::string count_verdicts(std::span<const curve_comparison> curves) {
  std::string counts;
  for (const verdict v : verdicts_by_weight) {
    const auto count = std::count_if(curves.begin(), curves.end(),
                                     [v](const curve_comparison& c) { return c.is == v; });
    if (count > 0) {
      counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, to_string(v));
    }
  }
  return fmt::format("{} curve{}: {}", curves.size(), curves.size() == 1 ? "" : "s", counts);
}

std::string legend_of(const comparison_plan& plan) {
  return fmt::format(
      "change of the candidate's operations a second; [interval of two one-sided {:.3g} % tests]; "
      "p adjusted for the points and looks; margin {}",
      100 * plan.error / static_cast<double>(std::max<std::size_t>(1, plan.looks.size())),
      percent(plan.margin));
}

std::map<std::string, std::vector<std::string>> left_out_by_reason(
    const std::map<std::string, std::string>& left_out) {
  std::map<std::string, std::vector<std::string>> by_reason;
  for (const auto& [name, why] : left_out) by_reason[why].push_back(name);
  return by_reason;
}

}  // namespace contend
