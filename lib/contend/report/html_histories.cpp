#include <contend/analysis/thin.hpp>
#include <contend/report/answer_text.hpp>
#include <contend/report/escape.hpp>
#include <contend/report/html_histories.hpp>
#include <contend/report/svg_plot.hpp>
#include <contend/report/team_size.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace contend {
namespace {

/// A pixel shows no more than this many points.
constexpr std::size_t most_drawn = 200;

std::string tip_of(const std::string& subject, const history& h) {
  double peak = h.points.front().second;
  for (const auto& [time, value] : h.points) peak = std::max(peak, value);
  const quantity q = quantity_of(h.unit);
  const std::string unit = q == quantity::number && !h.unit.empty() ? " " + h.unit : "";
  return fmt::format("{}: at most {}{}, {}{} at the end (block {})", subject, text_of(q, peak),
                     unit, text_of(q, h.points.back().second), unit, h.block + 1);
}

std::string in_words(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string chart_of(const std::string& id, const std::string& load, const std::string& name,
                     std::span<const chart_line> all) {
  const team_size at =
      best_team_size(all, [&](const point_summary& p) { return p.histories.contains(name); });
  line_plot plot;
  plot.id = id;
  plot.over_time = true;
  plot.x_name = "seconds";
  plot.y_name = in_words(name) + " over time";
  plot.y_about = threads_text(at.threads, at.oversubscribed);
  plot.title = fmt::format("{} of {} with {}", plot.y_name, load, plot.y_about);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].curve->ceiling) continue;
    for (const point_summary& p : all[i].curve->points) {
      const auto h = p.histories.find(name);
      if (p.threads != at.threads || h == p.histories.end()) continue;
      plot.y = quantity_of(h->second.unit);
      if (plot.y == quantity::number && !h->second.unit.empty()) {
        plot.y_about = h->second.unit + ", " + threads_text(at.threads, at.oversubscribed);
      }
      plot_line line{.name = all[i].curve->subject,
                     .tip = tip_of(all[i].curve->subject, h->second),
                     .style = all[i].style,
                     .index = i,
                     .points = {}};
      plot.description += line.tip + ". ";
      for (const auto& [time, value] : thinned(h->second.points, most_drawn)) {
        line.points.push_back({time, value});
      }
      plot.lines.push_back(std::move(line));
    }
  }
  return svg_plot(plot);
}

}  // namespace

std::string html_histories(const std::string& id, const std::string& load,
                           std::span<const chart_line> all) {
  std::set<std::string> names;
  for (const chart_line& s : all) {
    if (s.curve->ceiling) continue;  // keeps nothing: no competitor
    for (const point_summary& p : s.curve->points) {
      for (const auto& [name, h] : p.histories) names.insert(name);
    }
  }
  std::string out;
  std::size_t number = 0;
  for (const std::string& name : names) {
    const std::string svg = chart_of(fmt::format("{}-time-{}", id, ++number), load, name, all);
    if (!svg.empty()) out += "<div>" + svg + "</div>\n";
  }
  return out.empty() ? "" : "<div class=\"times\">" + out + "</div>\n";
}

}  // namespace contend
