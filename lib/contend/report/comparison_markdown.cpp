#include <contend/report/change_text.hpp>
#include <contend/report/comparison_markdown.hpp>
#include <contend/report/comparison_words.hpp>
#include <contend/report/format.hpp>
#include <contend/report/markdown_text.hpp>

#include <fmt/format.h>

#include <cstddef>

namespace contend {
namespace {

constexpr const char* table_head = "| verdict | curve | change | at | |\n|---|---|---:|---|---|\n";

std::string row(const curve_comparison& c) {
  const char* const strong = c.is == verdict::slower || c.is == verdict::broken ? "**" : "";
  std::string text = fmt::format("| {}{}{}{} | {} |", strong, to_string(c.is), strong,
                                 c.confirmed ? ", confirmed" : "", code_cell(c.name));
  const point_comparison* const p = telling_point(c);
  if (p == nullptr) return text + " | | |\n";
  std::string change;
  if (p->change.blocks > 0) {
    change = change_text(p->change.at.value);
    if (p->change.ci) change = fmt::format("{} {}", change, change_text(*p->change.ci));
  }
  const std::string why = reason_of(*p);
  return text + fmt::format(" {} | {} | {} |\n", change, point_label(*p),
                            p->is == verdict::same ? why : code_cell(clipped(why, 200)));
}

/// As many rows as there is room for.
class rows {
 public:
  explicit rows(std::size_t room) : _room(room) {}

  std::string of(const std::vector<curve_comparison>& curves, verdict v) {
    std::string text;
    for (const curve_comparison& c : curves) {
      if (c.is != v) continue;
      const std::string next = row(c);
      if (next.size() > _room) {
        ++_hidden;
        continue;
      }
      _room -= next.size();
      text += next;
    }
    return text;
  }
  [[nodiscard]] std::size_t hidden() const { return _hidden; }

 private:
  std::size_t _room;
  std::size_t _hidden = 0;
};

}  // namespace

std::string comparison_markdown(const std::string& head,
                                const std::vector<curve_comparison>& curves,
                                const std::map<std::string, std::string>& left_out,
                                const comparison_plan& plan) {
  std::string text = fmt::format("**{}**\n\n{}", count_verdicts(curves), code_block(head));
  rows all(most_markdown);
  std::string differ;
  for (const verdict v : verdicts_by_weight) {
    if (v != verdict::same) differ += all.of(curves, v);
  }
  if (!differ.empty()) text += fmt::format("\n{}{}", table_head, differ);
  if (const std::string same = all.of(curves, verdict::same); !same.empty()) {
    text += fmt::format("\n<details><summary>the same</summary>\n\n{}{}\n</details>\n", table_head,
                        same);
  }
  if (all.hidden() > 0) text += fmt::format("\n{} more curves are not shown\n", all.hidden());
  if (!left_out.empty()) text += "\nnot compared:\n\n";
  for (const auto& [why, names] : left_out_by_reason(left_out)) {
    text += fmt::format("- {}{}: {}\n", code_span(names[0]),
                        names.size() == 1 ? "" : fmt::format(" and {} more", names.size() - 1),
                        code_span(why));
  }
  return text + "\n" + legend_of(plan) + "\n";
}

}  // namespace contend
