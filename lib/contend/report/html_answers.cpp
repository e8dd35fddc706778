#include <contend/report/answer_text.hpp>
#include <contend/report/escape.hpp>
#include <contend/report/format.hpp>
#include <contend/report/html_answers.hpp>
#include <contend/report/html_trends.hpp>
#include <contend/report/svg_plot.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>
#include <string>

namespace contend {
namespace {

std::string ratio_id(std::size_t i) { return fmt::format("ratio-{}", i + 1); }

std::string cell(const ratio_answer& a, const ratio_cell& c, const std::string& subject,
                 bool oversubscribed) {
  const char* over = oversubscribed ? "over" : "";
  if (!c.absent.empty()) {
    return fmt::format("<td class=\"muted {}\" title=\"{}\">n/a</td>", over,
                       escaped(subject + ": " + c.absent));
  }
  if (subject == a.question.reference) return fmt::format("<td class=\"muted {}\">1</td>", over);
  const estimate& ratio = c.value.ratio;
  const int side = side_of(ratio);
  return fmt::format("<td class=\"{} {}\" title=\"{}\">{}<small>{}</small></td>",
                     side > 0   ? "gain"
                     : side < 0 ? "loss"
                                : "",
                     over,
                     escaped(fmt::format("{} over {}: {}, {} blocks{}", subject,
                                         a.question.reference, bounds_of(ratio), c.value.blocks,
                                         ratio.doubt.empty() ? "" : "; " + ratio.doubt)),
                     times(ratio.value), escaped(bounds_of(ratio)));
}

/// Why cells are empty, for who has nothing to point with.
std::string reasons(const ratio_answer& a, const ratio_table& t) {
  std::map<std::string, std::set<std::string>> lacking;  // why, and who
  for (const auto& row : t.cells) {
    for (std::size_t k = 0; k < row.size(); ++k) {
      if (!row[k].absent.empty()) lacking[row[k].absent].insert(a.subjects[k]);
    }
  }
  if (lacking.empty()) return {};
  std::string out = "<p class=\"aside\">n/a: ";
  const char* between = "";
  for (const auto& [why, who] : lacking) {
    out += fmt::format("{}{} ({})", between, escaped(why),
                       escaped(fmt::format("{}", fmt::join(who, ", "))));
    between = "; ";
  }
  return out + "</p>\n";
}

std::string table(const ratio_answer& a, const ratio_table& t) {
  std::string out = fmt::format(
      "<div class=\"scroll\"><table><caption><b>{}</b></caption><thead><tr><th "
      "scope=\"col\">rate over {}</th>",
      threads_text(t.threads, t.oversubscribed), escaped(a.question.reference));
  for (const std::string& s : a.subjects) {
    out += "<th scope=\"col\">" + escaped(s) + "</th>";
  }
  out += "</tr></thead><tbody>\n";
  for (std::size_t i = 0; i < t.cells.size(); ++i) {
    const auto& row = a.question.rows[i];
    out += fmt::format("<tr><th scope=\"row\" title=\"{}\">{}</th>",
                       escaped(row.workload + row.tail), escaped(row.label));
    for (std::size_t k = 0; k < t.cells[i].size(); ++k) {
      out += cell(a, t.cells[i][k], a.subjects[k], t.oversubscribed);
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n" + reasons(a, t);
}

std::string crossing_chart(const crossing_answer& a, const std::string& id) {
  const auto& q = a.question;
  line_plot chart;
  chart.id = id + "-chart";
  chart.title =
      fmt::format("{} over {}, by {}, {}", q.subject, q.rival, q.parameter, setting_of(a));
  chart.description = verdict_of(a);
  chart.x_name = q.parameter;
  chart.y_name = "Rate over " + q.rival;
  chart.y_about = "95 % interval";
  chart.y = quantity::ratio;
  chart.level = 1;
  plot_line line{.name = q.subject, .tip = verdict_of(a), .markers = true, .points = {}};
  for (const crossing_point& p : a.points) {
    const estimate& r = p.ratio.ratio;
    line.points.push_back({p.at, r.value, r.ci,
                           fmt::format("{} {:.6g}: {} ({}), {} blocks", q.parameter, p.at,
                                       times(r.value), bounds_of(r), p.ratio.blocks)});
  }
  chart.lines.push_back(std::move(line));
  if (a.at) chart.mark = plot_mark{*a.at, a.ci, verdict_of(a)};
  return svg_plot(chart);
}

std::string crossing_table(const crossing_answer& a) {
  std::string out = fmt::format(
      "<details class=\"all\"><summary>Every ratio</summary><div class=\"scroll\"><table><thead>"
      "<tr><th scope=\"col\">{}</th><th scope=\"col\">{} over {}</th><th scope=\"col\">95 % "
      "interval</th><th scope=\"col\">blocks</th></tr></thead><tbody>\n",
      escaped(a.question.parameter), escaped(a.question.subject), escaped(a.question.rival));
  for (const crossing_point& p : a.points) {
    out += fmt::format("<tr><th scope=\"row\">{:.6g}</th><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                       p.at, times(p.ratio.ratio.value), escaped(bounds_of(p.ratio.ratio)),
                       p.ratio.blocks);
  }
  return out + "</tbody></table></div></details>\n";
}

}  // namespace

std::string html_ratios(const findings& found) {
  std::string out;
  for (std::size_t i = 0; i < found.ratios.size(); ++i) {
    const ratio_answer& a = found.ratios[i];
    out += fmt::format(
        "<section class=\"answer\" aria-labelledby=\"{0}\"><h2 id=\"{0}\">{1}</h2><p>{2}</p>"
        "<p class=\"aside\">Operations a second as multiples of those of <b>{3}</b> in the same "
        "block: the centre over blocks, and its 95 % interval. Bold: the interval leaves out "
        "1.</p>\n",
        ratio_id(i), escaped(a.question.title), escaped(a.question.about),
        escaped(a.question.reference));
    for (const ratio_table& t : a.tables) out += table(a, t);
    out += "</section>\n";
  }
  return out;
}

std::string html_crossings(const findings& found) {
  if (found.crossings.empty()) return {};
  std::string out =
      "<section class=\"answer\" aria-labelledby=\"crossings\"><h2 id=\"crossings\">Where one "
      "design passes another</h2><p class=\"aside\">Blocks are joined by straight lines from value "
      "to value; the crossing is where their centre passes 1, its interval is where 1 is within "
      "the "
      "95 % interval of the ratio. Where a load can only cost the one design more along the "
      "parameter, each block is first smoothed to fall.</p>\n";
  for (std::size_t i = 0; i < found.crossings.size(); ++i) {
    const crossing_answer& a = found.crossings[i];
    const std::string id = fmt::format("crossing-{}", i + 1);
    out += fmt::format(
        "<section aria-labelledby=\"{0}\"><h3 id=\"{0}\">{1}<span class=\"path\">{2} "
        "{3}</span></h3><p>{4}</p><p class=\"verdict\">{5}.</p><figure class=\"one\">",
        id, escaped(a.question.title), escaped(a.question.workload), escaped(setting_of(a)),
        escaped(a.question.about), escaped(verdict_of(a)));
    out += crossing_chart(a, id) + crossing_table(a) + "</figure></section>\n";
  }
  return out + "</section>\n";
}

std::string html_answer_links(const findings& found) {
  std::string items;
  for (std::size_t i = 0; i < found.ratios.size(); ++i) {
    items += fmt::format("<li><a href=\"#{}\">{}</a></li>", ratio_id(i),
                         escaped(found.ratios[i].question.title));
  }
  items += html_trend_links(found);
  if (!found.crossings.empty()) {
    items += fmt::format(
        "<li><a href=\"#crossings\">Where one design passes another</a><span "
        "class=\"n\">{}</span></li>",
        found.crossings.size());
  }
  if (!found.plateaus.empty()) {
    items += fmt::format(
        "<li><a href=\"#plateaus\">Where a parameter stops mattering</a><span "
        "class=\"n\">{}</span></li>",
        found.plateaus.size());
  }
  if (items.empty()) return {};
  return fmt::format("<li><a href=\"#{}\">Answers</a><ul>{}</ul></li>\n",
                     !found.ratios.empty()      ? ratio_id(0)
                     : !found.trends.empty()    ? "trend-1"
                     : !found.crossings.empty() ? "crossings"
                                                : "plateaus",
                     items);
}

}  // namespace contend
