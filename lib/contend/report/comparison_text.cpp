#include <contend/report/comparison_text.hpp>

#include <contend/report/change_text.hpp>
#include <contend/report/format.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace contend {
namespace {

constexpr std::array order{verdict::broken,       verdict::slower,  verdict::faster,
                           verdict::inconclusive, verdict::invalid, verdict::same};

std::string p_text(double p) { return p < 0.0001 ? "p<0.0001" : fmt::format("p={:.4f}", p); }

std::string painted(verdict v, const std::string& text, const palette& paint) {
  switch (v) {
    case verdict::broken:
    case verdict::slower: return paint.bad(text);
    case verdict::inconclusive:
    case verdict::invalid: return paint.odd(text);
    case verdict::faster: return paint.bold(text);
    case verdict::same: break;
  }
  return text;
}

std::string label(const point_comparison& p) {
  if (p.threads == 0) return "mean of all";
  return fmt::format("{} thread{}{}", p.threads, p.threads == 1 ? "" : "s",
                     p.oversubscribed ? ", over" : "");
}

std::string seen(const point_comparison& p) {
  if (p.is == verdict::same) {
    return p.detectable ? fmt::format("a slow-down of {} would have been found 9 times in 10",
                                      percent(*p.detectable))
                        : "too few blocks to have found any slow-down";
  }
  return printable(p.why);
}

std::string row(const point_comparison& p, const palette& paint) {
  std::string text = "    " + left(label(p), 16);
  if (p.change.blocks > 0) {
    text += right(change_text(p.change.at.value), 9) + "  ";
    text += left(p.change.ci ? change_text(*p.change.ci) : "", 16);
    text += left(p_text(p.p), 10);
  } else {
    text += std::string(37, ' ');
  }
  text += painted(p.is, left(to_string(p.is), 13), paint) + seen(p);
  text.erase(text.find_last_not_of(' ') + 1);
  text += "\n";
  if (p.change.sign_ci && (p.change.unstable || p.is == verdict::slower)) {
    text += paint.dim(fmt::format("{:20}{:>9}  {}  median, by signs alone\n", "",
                                  change_text(p.change.median), change_text(*p.change.sign_ci)));
  }
  if (p.again && p.again->blocks > 0) {
    text += fmt::format(
        "{:20}{:>9}  {}{}  on {} fresh blocks\n", "", change_text(p.again->at.value),
        left(p.again->ci ? change_text(*p.again->ci) : "", 16), p_text(p.again_p), p.again->blocks);
  }
  return text;
}

std::string curve(const curve_comparison& c, const palette& paint) {
  std::string text = fmt::format(
      "{} {}  {}\n", painted(c.is, left(to_string(c.is), 13), paint), printable(c.name),
      paint.dim(fmt::format("{} blocks{}", c.blocks, c.confirmed ? ", confirmed" : "")));
  for (const point_comparison& p : c.points) text += row(p, paint);
  // The mean decides nothing where each point is the same, and is noise where none is known.
  if (c.whole &&
      (c.whole->is == verdict::slower || c.whole->is == verdict::faster || c.whole->again)) {
    text += row(*c.whole, paint);
  }
  return text;
}

}  // namespace

std::string comparison_text(const std::vector<curve_comparison>& curves,
                            const std::map<std::string, std::string>& left_out,
                            const comparison_plan& plan, const palette& paint) {
  std::string out, counts;
  for (const verdict v : order) {
    std::size_t count = 0;
    for (const curve_comparison& c : curves) {
      if (c.is != v) continue;
      ++count;
      out += curve(c, paint);
    }
    if (count > 0)
      counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, to_string(v));
  }
  if (!left_out.empty()) {
    std::map<std::string, std::vector<std::string>> by_reason;
    for (const auto& [name, why] : left_out) by_reason[why].push_back(name);
    out += "\nnot compared\n";
    for (const auto& [why, names] : by_reason) {
      out += fmt::format("  {}{}: {}\n", printable(names[0]),
                         names.size() == 1 ? "" : fmt::format(" and {} more", names.size() - 1),
                         printable(why));
    }
  }
  out += fmt::format("\n{} curve{}: {}\n", curves.size(), curves.size() == 1 ? "" : "s", counts);
  out += paint.dim(fmt::format(
      "change of the candidate's operations a second; [interval of two one-sided {:.3g} % tests]; "
      "p "
      "adjusted for the points and looks; margin {}\n",
      100 * plan.error / static_cast<double>(std::max<std::size_t>(1, plan.looks.size())),
      percent(plan.margin)));
  return out;
}

}  // namespace contend
