#include <contend/report/escape.hpp>
#include <contend/report/html_laws.hpp>
#include <contend/report/html_tables.hpp>
#include <contend/report/law_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace contend {
namespace {

std::string row(const chart_line& line, std::size_t index) {
  const curve_law& l = *line.law;
  std::string out = fmt::format("<tr class=\"c{}\" data-series=\"{}\"><th scope=\"row\">{}{}</th>",
                                line.style, index, html_key(line.style), escaped(l.subject));
  std::string held;
  for (const law_estimate& e : l.choice.held) {
    held += (held.empty() ? "" : "\n") + law_held(e);
  }
  if (!l.choice.chosen()) {
    return out + fmt::format(
                     "<td class=\"l muted\">none</td><td class=\"l wide muted\" "
                     "title=\"{}\">{}</td></tr>\n",
                     escaped(held), escaped(l.choice.refused));
  }
  out += fmt::format("<td class=\"l\">{}</td><td class=\"l wide\" title=\"{}\">{}",
                     escaped(law_name(l)), escaped(held), escaped(law_in_words(l)));
  for (const std::string& more : {law_beside(l), law_asked(l)}) {
    if (!more.empty()) out += "<small>" + escaped(more) + "</small>";
  }
  return out + "</td></tr>\n";
}

}  // namespace

std::string html_laws(std::span<const chart_line> all) {
  std::vector<std::size_t> with;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].law) with.push_back(i);
  }
  if (with.empty()) return {};
  const curve_law& first = *all[with.front()].law;
  if (std::all_of(with.begin(), with.end(), [&](std::size_t i) {
        const law_choice& c = all[i].law->choice;
        return !c.chosen() && c.refused == first.choice.refused;
      })) {
    return fmt::format("<p class=\"aside\">No scaling law: {}.</p>\n",
                       escaped(first.choice.refused));
  }
  std::string out =
      "<div class=\"scroll\"><table><caption>Scaling laws, drawn thin behind the points; in "
      "brackets "
      "95 % intervals</caption><thead><tr><th scope=\"col\">design</th><th class=\"l\" "
      "scope=\"col\">law</th><th class=\"l\" scope=\"col\">it says</th></tr></thead><tbody>\n";
  for (const std::size_t i : with) out += row(all[i], i);
  return out + "</tbody></table></div>\n";
}

}  // namespace contend
