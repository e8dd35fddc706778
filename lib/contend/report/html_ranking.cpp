#include <contend/report/answer_text.hpp>
#include <contend/report/escape.hpp>
#include <contend/report/format.hpp>
#include <contend/report/html_ranking.hpp>
#include <contend/report/html_tables.hpp>

#include <fmt/format.h>

namespace contend {
namespace {

std::string rate_cell(const std::optional<double>& rate, const std::string& absent) {
  if (rate) return "<td>" + si(*rate) + "</td>";
  return fmt::format("<td class=\"muted\" title=\"{}\">n/a</td>", escaped(absent));
}

std::string ratio_cell_of(const std::optional<estimate>& ratio, const char* kind) {
  if (!ratio) return "<td class=\"muted\">–</td>";
  if (ratio->ci && ratio->ci->low == 1 && ratio->ci->high == 1) return "<td>1×</td>";
  return fmt::format("<td class=\"{}\">{}<small>{}</small></td>", kind, times(ratio->value),
                     escaped(bounds_of(*ratio)));
}

}  // namespace

std::string html_ranking(const ranking& r, std::span<const chart_line> all) {
  std::string out = fmt::format(
      "<div class=\"scroll\"><table><caption>Ranking at {0}; ratios are of the same "
      "block</caption><thead><tr><th "
      "scope=\"col\">design</th><th scope=\"col\">1 thread</th>{1}<th scope=\"col\">of the "
      "best</th><th class=\"l\" scope=\"col\"></th></tr></thead><tbody>\n",
      threads_text(r.threads, false),
      r.threads == 1
          ? ""
          : fmt::format("<th scope=\"col\">{0} threads</th><th scope=\"col\">{0} over 1</th>",
                        r.threads));
  unsigned place = 0;
  for (const ranked_design& d : r.places) {
    std::size_t index = 0;
    while (index < all.size() && all[index].curve->subject != d.subject) ++index;
    const unsigned style = index < all.size() ? all[index].style : 0;
    out += fmt::format(
        "<tr class=\"c{}\" data-series=\"{}\"><th scope=\"row\"><span "
        "class=\"n\">{}</span>{}{}</th>",
        style, index, d.rate ? std::to_string(++place) : "–", html_key(style), escaped(d.subject));
    out += rate_cell(d.single, "no rate with one thread");
    if (r.threads > 1) {
      out += rate_cell(d.rate, d.absent) +
             ratio_cell_of(d.scaling, d.scales_negatively() ? "loss" : "");
    }
    out += ratio_cell_of(d.of_best, "");
    out +=
        fmt::format("<td class=\"l{}\">{}</td></tr>\n", d.scales_negatively() ? " odd" : " muted",
                    d.scales_negatively() ? "negative scaling" : escaped(d.absent));
  }
  return out + "</tbody></table></div>\n";
}

}  // namespace contend
