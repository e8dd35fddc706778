#include <contend/report/change_text.hpp>
#include <contend/report/comparison_junit.hpp>
#include <contend/report/comparison_words.hpp>
#include <contend/report/junit_xml.hpp>

#include <fmt/format.h>

#include <utility>

namespace contend {
namespace {

using outcome = junit_case::outcome;

outcome outcome_of(verdict v) {
  switch (v) {
    case verdict::slower:
    case verdict::broken: return outcome::failed;
    case verdict::inconclusive:
    case verdict::invalid: return outcome::skipped;
    case verdict::faster:
    case verdict::same: break;
  }
  return outcome::passed;
}

std::string change_of(const point_comparison& p) {
  if (p.change.blocks == 0) return {};
  const std::string change = change_text(p.change.at.value);
  return p.change.ci ? fmt::format("{} {}", change, change_text(*p.change.ci)) : change;
}

std::string line_of(const point_comparison& p) {
  std::string text = fmt::format("{}: {}", point_label(p), to_string(p.is));
  if (const std::string change = change_of(p); !change.empty()) {
    text += fmt::format(", {} {}", change, p_text(p.p));
  }
  if (const std::string why = reason_of(p); !why.empty()) text += ", " + why;
  if (p.again && p.again->blocks > 0) {
    text += fmt::format("; {} on {} fresh blocks", change_text(p.again->at.value), p.again->blocks);
  }
  return text + "\n";
}

junit_case case_of(const curve_comparison& c) {
  junit_case to{.name = c.name, .is = outcome_of(c.is), .message = to_string(c.is)};
  if (const point_comparison* const p = telling_point(c)) {
    const std::string change = change_of(*p);
    const std::string why = reason_of(*p);
    to.message += fmt::format(": {}", point_label(*p));
    if (!change.empty()) to.message += ", " + change;
    if (!why.empty()) to.message += ", " + why;
  }
  for (const point_comparison& p : c.points) to.text += line_of(p);
  if (c.whole) to.text += line_of(*c.whole);
  return to;
}

}  // namespace

std::string comparison_junit(const std::string& head, const std::vector<curve_comparison>& curves,
                             const std::map<std::string, std::string>& left_out,
                             const comparison_plan& plan) {
  junit_suite suite{.name = "contend/compare"};
  suite.output = fmt::format("{}{}\n{}\n", head, count_verdicts(curves), legend_of(plan));
  for (const verdict v : verdicts_by_weight) {
    for (const curve_comparison& c : curves) {
      if (c.is == v) suite.cases.push_back(case_of(c));
    }
  }
  for (const auto& [name, why] : left_out) {
    suite.cases.push_back(
        {.name = name, .is = outcome::skipped, .message = "not compared: " + why});
  }
  return junit_xml("contend compare", {&suite, 1});
}

}  // namespace contend
