#include <contend/analysis/footprint.hpp>
#include <contend/analysis/thin.hpp>
#include <contend/report/answer_text.hpp>
#include <contend/report/escape.hpp>
#include <contend/report/footprint_text.hpp>
#include <contend/report/format.hpp>
#include <contend/report/html_footprint.hpp>
#include <contend/report/html_tables.hpp>
#include <contend/report/svg_plot.hpp>
#include <contend/report/team_size.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace contend {
namespace {

/// A pixel shows no more than this many points.
constexpr std::size_t most_drawn = 200;

const point_summary* point_at(const curve_summary& curve, unsigned threads) {
  const auto p = std::find_if(
      curve.points.begin(), curve.points.end(),
      [threads](const point_summary& x) { return x.threads == threads && x.footprint; });
  return p == curve.points.end() ? nullptr : &*p;
}

std::vector<plot_point> drawn(const history& h) {
  std::vector<std::pair<double, double>> since_start;
  std::copy_if(h.points.begin(), h.points.end(), std::back_inserter(since_start),
               [](const auto& p) { return p.first >= 0; });
  std::vector<plot_point> to;
  for (const auto& [time, value] : thinned(since_start, most_drawn)) to.push_back({time, value});
  return to;
}

std::string chart_of(const std::string& id, const std::string& load, const team_size& at,
                     std::span<const chart_line> all) {
  line_plot plot;
  plot.id = id;
  plot.over_time = true;
  plot.x_name = "seconds since the first step";
  plot.y_name = "resident and (dashed) live memory";
  plot.y_about = threads_text(at.threads, at.oversubscribed);
  plot.title = fmt::format("Memory over time of {} with {}", load, plot.y_about);
  plot.y = quantity::bytes;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const point_summary* p = point_at(*all[i].curve, at.threads);
    if (p == nullptr || !p->footprint->ok()) continue;
    const auto& histories = p->footprint->histories;
    for (const char* name : {"resident_bytes", "live_bytes"}) {
      const auto h = histories.find(name);
      if (h == histories.end()) continue;
      const bool live = h->first == "live_bytes";
      plot_line line{.name = live ? "" : all[i].curve->subject,
                     .tip = {},
                     .style = all[i].style,
                     .index = i,
                     .dashed = live,
                     .points = drawn(h->second)};
      double peak = 0;
      for (const plot_point& point : line.points) peak = std::max(peak, point.y);
      line.tip = fmt::format("{}: at most {} {} (block {})", all[i].curve->subject, bytes(peak),
                             live ? "live" : "resident", h->second.block + 1);
      plot.description += line.tip + ". ";
      plot.lines.push_back(std::move(line));
    }
  }
  return svg_plot(plot);
}

std::string cell(const footprint_summary& f, const footprint_column& column) {
  const auto found = f.numbers.find(std::string(column.name));
  if (found == f.numbers.end()) {
    return fmt::format("<td class=\"muted\" title=\"{}\">n/a</td>", escaped(f.note));
  }
  const std::string bounds = found->second.value.ci ? number_bounds(found->second) : "";
  return fmt::format("<td>{}<small>{}</small></td>", escaped(number_text(found->second)),
                     escaped(bounds));
}

std::string slope_cell(const std::optional<blowup>& growth) {
  if (!growth || !growth->slope) {
    return fmt::format("<td class=\"muted\" title=\"{}\">n/a</td>",
                       escaped(growth ? growth->absent : ""));
  }
  std::string tip;
  for (const auto& [threads, ratio] : growth->growth) {
    tip += fmt::format("{}{} at {}", tip.empty() ? "" : ", ", times(ratio.value),
                       threads_text(threads, false));
  }
  const auto& slope = *growth->slope;
  return fmt::format(
      "<td title=\"{}\">{}<small>{}</small></td>", escaped(tip), exponent_text(slope.value),
      slope.ci ? exponent_text(slope.ci->low) + " to " + exponent_text(slope.ci->high) : "");
}

/// The columns that any of these designs may have a number in.
std::vector<footprint_column> columns_for(const team_size& at, std::span<const chart_line> all) {
  std::vector<footprint_column> columns;
  for (const footprint_column& c : footprint_columns()) {
    const bool used = std::any_of(all.begin(), all.end(), [&](const chart_line& l) {
      const point_summary* p = point_at(*l.curve, at.threads);
      return p != nullptr && p->footprint->numbers.contains(std::string(c.name));
    });
    if (used || !c.by_element) columns.push_back(c);
  }
  return columns;
}

std::string table_of(const team_size& at, std::span<const chart_line> all) {
  const std::vector<footprint_column> columns = columns_for(at, all);
  std::string out = fmt::format(
      "<div class=\"scroll\"><table><caption>Memory of fixed work with {}: M is live, R resident; "
      "95 % intervals over visits</caption><thead><tr><th scope=\"col\">design</th>",
      escaped(threads_text(at.threads, at.oversubscribed)));
  for (const footprint_column& c : columns) {
    out += fmt::format("<th scope=\"col\" title=\"{}\">{}</th>", escaped(std::string(c.about)),
                       escaped(std::string(c.title)));
  }
  out +=
      "<th scope=\"col\" title=\"the exponent e of max R ~ threads^e, at the same live bytes: 0 is "
      "no growth, 1 a whole heap for each thread\">blowup</th></tr></thead><tbody>\n";
  for (std::size_t i = 0; i < all.size(); ++i) {
    const point_summary* p = point_at(*all[i].curve, at.threads);
    if (p == nullptr) continue;
    out += fmt::format("<tr class=\"c{0}\" data-series=\"{1}\"><th scope=\"row\">{2}{3}</th>",
                       all[i].style, i, html_key(all[i].style), escaped(all[i].curve->subject));
    if (p->footprint->ok()) {
      for (const footprint_column& c : columns) out += cell(*p->footprint, c);
      out += slope_cell(all[i].curve->growth);
    } else {
      out += fmt::format("<td class=\"l bad\" colspan=\"{}\">{}</td>", columns.size() + 1,
                         escaped(p->footprint->status));
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

}  // namespace

std::string html_footprint(const std::string& id, const std::string& load,
                           std::span<const chart_line> all) {
  team_size at =
      best_team_size(all, [](const point_summary& p) { return p.footprint && p.footprint->ok(); });
  if (at.threads == 0) {
    at = best_team_size(all, [](const point_summary& p) { return p.footprint.has_value(); });
  }
  if (at.threads == 0) return {};
  const std::string svg = chart_of(id + "-memory", load, at, all);
  return (svg.empty() ? "" : "<div class=\"times\"><div>" + svg + "</div></div>\n") +
         table_of(at, all);
}

}  // namespace contend
