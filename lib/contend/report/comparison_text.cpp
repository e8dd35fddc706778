#include <contend/report/comparison_text.hpp>

#include <contend/report/change_text.hpp>
#include <contend/report/comparison_words.hpp>

#include <fmt/format.h>

namespace contend {
namespace {

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

std::string row(const point_comparison& p, const palette& paint) {
  std::string text = "    " + left(point_label(p), 16);
  if (p.change.blocks > 0) {
    text += right(change_text(p.change.at.value), 9) + "  ";
    text += left(p.change.ci ? change_text(*p.change.ci) : "", 16);
    text += left(p_text(p.p), 10);
  } else {
    text += std::string(37, ' ');
  }
  text += painted(p.is, left(to_string(p.is), 13), paint) + printable(reason_of(p));
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
  std::string out;
  for (const verdict v : verdicts_by_weight) {
    for (const curve_comparison& c : curves) {
      if (c.is == v) out += curve(c, paint);
    }
  }
  if (!left_out.empty()) out += "\nnot compared\n";
  for (const auto& [why, names] : left_out_by_reason(left_out)) {
    out += fmt::format("  {}{}: {}\n", printable(names[0]),
                       names.size() == 1 ? "" : fmt::format(" and {} more", names.size() - 1),
                       printable(why));
  }
  out += fmt::format("\n{}\n", count_verdicts(curves));
  out += paint.dim(legend_of(plan) + "\n");
  return out;
}

}  // namespace contend
