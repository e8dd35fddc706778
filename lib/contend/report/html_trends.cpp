#include <contend/report/answer_text.hpp>
#include <contend/report/escape.hpp>
#include <contend/report/format.hpp>
#include <contend/report/html_trends.hpp>
#include <contend/report/svg_chart.hpp>
#include <contend/report/svg_plot.hpp>
#include <contend/report/trend_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace contend {
namespace {

std::string trend_id(std::size_t i) { return fmt::format("trend-{}", i + 1); }

std::string cell(double value, const std::string& text, const std::optional<interval>& ci) {
  return fmt::format("<td>{}<small>{}</small></td>", escaped(text), half_text(value, ci));
}

/// The tables of one setting and number of threads: lines of one chart.
bool together(const trend_table& a, const trend_table& b) {
  return a.threads == b.threads && a.others == b.others;
}

/// The first metric of the tables from `first` to before `last`, over the values that are numbers.
std::string chart_of(const trend_answer& a, std::size_t first, std::size_t last,
                     const std::string& id) {
  const trend_question& q = a.question;
  const trend_table& front = a.tables[first];
  line_plot plot;
  plot.id = id;
  plot.x_name = q.parameter;
  plot.y_name = q.metrics.front();
  std::replace(plot.y_name.begin(), plot.y_name.end(), '_', ' ');
  plot.y_about = threads_text(front.threads, front.oversubscribed) +
                 (front.others.empty() ? "" : ", " + front.others);
  plot.title =
      fmt::format("{} of {} by {}, {}", plot.y_name, q.workload, q.parameter, plot.y_about);
  for (std::size_t i = first; i < last; ++i) {
    const trend_table& t = a.tables[i];
    plot_line line{.name = t.subject,
                   .tip = table_heading(t),
                   .style = static_cast<unsigned>(i - first) % series_styles,
                   .markers = true,
                   .points = {}};
    for (const trend_row& r : t.rows) {
      if (!r.at || r.metrics.empty() || !r.metrics.front()) continue;
      const metric_summary& m = *r.metrics.front();
      const metric_scale s = scale_of(m.unit);
      plot.y = s.as;
      std::optional<interval> ci = m.ci;
      if (ci) ci = interval{std::max(0.0, s.factor * ci->low), s.factor * ci->high};
      line.points.push_back({*r.at, s.factor * m.value, ci,
                             fmt::format("{}, {} {}: {} {}", t.subject, q.parameter, r.value,
                                         value_text(m), half_text(m.value, m.ci))});
    }
    if (!line.points.empty()) plot.lines.push_back(std::move(line));
  }
  plot.description = plot.title;
  return svg_plot(plot);
}

std::string table(const trend_answer& a, const trend_table& t) {
  std::string out = fmt::format(
      "<div class=\"scroll\"><table><caption><b>{}</b></caption><thead><tr><th scope=\"col\">{}"
      "</th><th scope=\"col\">ops/s</th>",
      escaped(table_heading(t)), escaped(a.question.parameter));
  const std::vector<std::size_t> shown = columns_of(t);
  for (const std::size_t k : shown) {
    out += "<th scope=\"col\">" + escaped(metric_heading(a.question.metrics[k], t, k)) + "</th>";
  }
  out += "</tr></thead><tbody>\n";
  for (const trend_row& r : t.rows) {
    out += fmt::format("<tr><th scope=\"row\">{}</th>", escaped(r.value));
    if (!r.throughput) {
      out += fmt::format("<td class=\"l muted\" colspan=\"{}\">{}</td></tr>\n", shown.size() + 1,
                         escaped(r.status));
      continue;
    }
    out += cell(*r.throughput, si(*r.throughput), r.ci);
    for (const std::size_t k : shown) {
      const auto& m = r.metrics[k];
      out += m ? cell(m->value, value_text(*m), m->ci) : "<td class=\"muted\">–</td>";
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

}  // namespace

std::string html_trends(const findings& found) {
  std::string out;
  for (std::size_t i = 0; i < found.trends.size(); ++i) {
    const trend_answer& a = found.trends[i];
    const std::string id = trend_id(i);
    out += fmt::format(
        "<section class=\"answer\" aria-labelledby=\"{0}\"><h2 id=\"{0}\">{1}<span "
        "class=\"path\">{2}</span></h2><p>{3}</p><p class=\"aside\">Centres over blocks; behind "
        "them half of the 95 % interval.</p>\n",
        id, escaped(a.question.title), escaped(a.question.workload), escaped(a.question.about));
    for (std::size_t first = 0; first < a.tables.size();) {
      std::size_t last = first;
      while (last < a.tables.size() && together(a.tables[first], a.tables[last])) ++last;
      const std::string svg = chart_of(a, first, last, fmt::format("{}-chart-{}", id, first + 1));
      if (!svg.empty()) out += "<figure class=\"one\">" + svg + "</figure>\n";
      for (; first < last; ++first) out += table(a, a.tables[first]);
    }
    out += "</section>\n";
  }
  return out;
}

std::string html_trend_links(const findings& found) {
  std::string out;
  for (std::size_t i = 0; i < found.trends.size(); ++i) {
    const trend_question& q = found.trends[i].question;
    out += fmt::format("<li><a href=\"#{}\">{}</a></li>", trend_id(i), escaped(q.title));
  }
  return out;
}

}  // namespace contend
