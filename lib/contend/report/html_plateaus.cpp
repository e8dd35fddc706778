#include <contend/report/answer_text.hpp>
#include <contend/report/escape.hpp>
#include <contend/report/format.hpp>
#include <contend/report/html_answers.hpp>
#include <contend/report/svg_chart.hpp>
#include <contend/report/svg_plot.hpp>

#include <fmt/format.h>

#include <set>
#include <span>
#include <tuple>

namespace contend {
namespace {

using answers = std::span<const plateau_answer>;

/// Answers to one question under one setting: the subjects of one chart.
bool same_chart(const plateau_answer& a, const plateau_answer& b) {
  const auto key = [](const plateau_answer& x) {
    return std::tie(x.question.title, x.question.workload, x.question.parameter, x.others);
  };
  return key(a) == key(b) && a.question.threads == b.question.threads;
}

std::string tip(const plateau_answer& a, const plateau_point& p) {
  return fmt::format("{}, {} {:.6g}: {} ({}), {} blocks", a.subject, a.question.parameter, p.at,
                     times(p.ratio.ratio.value), bounds_of(p.ratio.ratio), p.ratio.blocks);
}

std::string chart_of(answers all, const std::string& id) {
  const plateau_answer& first = all.front();
  const auto& q = first.question;
  line_plot chart;
  chart.id = id + "-chart";
  chart.title = fmt::format("Rate by {}, {}", q.parameter, setting_of(first));
  for (const plateau_answer& a : all) {
    chart.description += (chart.description.empty() ? "" : "; ") + a.subject + ": " + verdict_of(a);
  }
  chart.x_name = q.unit.empty() ? q.parameter : q.parameter + ", " + q.unit;
  chart.y_name = fmt::format("Rate over that at {:.6g}", first.points.back().at);
  chart.y_about = "95 % interval";
  chart.y = quantity::ratio;
  chart.level = 1 - q.within;
  for (std::size_t i = 0; i < all.size(); ++i) {
    plot_line line{.name = all[i].subject,
                   .tip = all[i].subject + ": " + verdict_of(all[i]),
                   .style = static_cast<unsigned>(i % series_styles),
                   .index = i,
                   .markers = true,
                   .points = {}};
    for (const plateau_point& p : all[i].points) {
      const estimate& r = p.ratio.ratio;
      line.points.push_back({p.at, r.value, r.ci, tip(all[i], p)});
    }
    chart.lines.push_back(std::move(line));
  }
  return svg_plot(chart);
}

std::string table_of(answers all) {
  const auto& q = all.front().question;
  std::set<double> places;
  for (const plateau_answer& a : all) {
    for (const plateau_point& p : a.points) places.insert(p.at);
  }
  std::string out =
      fmt::format("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">{}{}</th>",
                  escaped(q.parameter), q.unit.empty() ? "" : ", " + escaped(q.unit));
  for (const plateau_answer& a : all) {
    out += "<th scope=\"col\">" + escaped(a.subject) + "</th>";
  }
  out += "</tr></thead><tbody>\n";
  for (const double x : places) {
    out += fmt::format("<tr><th scope=\"row\">{:.6g}</th>", x);
    for (const plateau_answer& a : all) {
      std::string cell = "<td class=\"muted\">n/a</td>";
      for (const plateau_point& p : a.points) {
        if (p.at != x) continue;
        const bool reference = &p == &a.points.back();
        cell = reference
                   ? "<td class=\"muted\">1</td>"
                   : fmt::format("<td title=\"{}\">{}<small>{}</small></td>", escaped(tip(a, p)),
                                 times(p.ratio.ratio.value), escaped(bounds_of(p.ratio.ratio)));
      }
      out += cell;
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string section(answers all, const std::string& id) {
  const plateau_answer& first = all.front();
  std::string out = fmt::format(
      "<section aria-labelledby=\"{0}\"><h3 id=\"{0}\">{1}<span class=\"path\">{2} "
      "{3}</span></h3><p>{4}</p>",
      id, escaped(first.question.title), escaped(first.question.workload),
      escaped(setting_of(first)), escaped(first.question.about));
  for (const plateau_answer& a : all) {
    out +=
        fmt::format("<p class=\"verdict\">{}: {}.</p>", escaped(a.subject), escaped(verdict_of(a)));
  }
  return out + "<figure class=\"one\">" + chart_of(all, id) + table_of(all) +
         "</figure></section>\n";
}

}  // namespace

std::string html_plateaus(const findings& found) {
  if (found.plateaus.empty()) return {};
  std::string out =
      "<section class=\"answer\" aria-labelledby=\"plateaus\"><h2 id=\"plateaus\">Where a "
      "parameter "
      "stops mattering</h2><p class=\"aside\">Operations a second over those at the parameter's "
      "largest value, in the same block: the centre over blocks, and its 95 % interval. The dashed "
      "line is what a level rate has at least. A value before the step is one whose interval ends "
      "below that line, a value after it one whose interval begins above.</p>\n";
  const answers all = found.plateaus;
  unsigned number = 0;
  for (std::size_t from = 0; from < all.size();) {
    std::size_t end = from + 1;
    while (end < all.size() && same_chart(all[from], all[end])) ++end;
    out += section(all.subspan(from, end - from), fmt::format("plateau-{}", ++number));
    from = end;
  }
  return out + "</section>\n";
}

}  // namespace contend
