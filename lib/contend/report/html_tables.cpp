#include <contend/analysis/footprint.hpp>
#include <contend/report/escape.hpp>
#include <contend/report/footprint_text.hpp>
#include <contend/report/format.hpp>
#include <contend/report/headroom_text.hpp>
#include <contend/report/html_tables.hpp>
#include <contend/report/quantity.hpp>
#include <contend/report/tip.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace contend {
namespace {

std::string plus_minus(const point_summary& p) {
  const auto half = half_interval(p);
  return "±&thinsp;" + (half ? percent(*half) : "?");
}

std::string with_class(const std::string& names) {
  return names.empty() ? "" : fmt::format(" class=\"{}\"", names);
}

std::string curve_cell(const curve_summary& curve, const point_summary& p) {
  std::string names = p.oversubscribed ? "over" : "";
  const auto add = [&names](const char* name) {
    if (!names.empty()) names += ' ';
    names += name;
  };
  std::string text;
  if (p.status == "not run") {
    add("muted");
    text = "not run";
  } else if (p.refused_rate) {
    add("odd");
    text = "<s>" + si(*p.refused_rate) + "</s><small>refused</small>";
  } else if (!p.ok()) {
    add("bad");
    text = escaped(brief_status(p));
  } else if (p.bimodal()) {
    add("odd");
    text =
        si(p.modes[0].throughput) + " | " + si(p.modes[1].throughput) + "<small>two speeds</small>";
  } else {
    text = si(*p.throughput) + "<small>" + plus_minus(p) + "</small>";
  }
  return fmt::format("<td{} title=\"{}\">{}</td>", with_class(names), escaped(tip_of(curve, p)),
                     text);
}

std::string row_head(const chart_line& s, std::size_t index) {
  return fmt::format("<tr class=\"c{}\" data-series=\"{}\"><th scope=\"row\">{}{}</th>", s.style,
                     index, html_key(s.style), escaped(s.curve->subject));
}

/// The efficiency where all CPUs are in use and none is shared.
std::string efficiency_cell(const curve_summary& curve) {
  const point_summary* last = nullptr;
  for (const point_summary& p : curve.points) {
    if (p.efficiency && !p.oversubscribed && p.threads > 1) last = &p;
  }
  if (last == nullptr) return "<td class=\"muted\">–</td>";
  return fmt::format("<td>{}<small>at {}</small></td>", percent(*last->efficiency), last->threads);
}

/// The highest share of what the load alone does; that row is named.
std::string ceiling_cell(const curve_summary& curve) {
  if (curve.ceiling) return "<td class=\"muted\">load alone</td>";
  const nearest_ceiling n = nearest_to_ceiling(curve);
  if (n.text.empty()) return "<td class=\"muted\">–</td>";
  return fmt::format("<td{}>{}<small>at {}</small></td>", n.sure ? "" : " class=\"odd\"", n.text,
                     n.threads);
}

std::string fairness_cell(const curve_summary& curve) {
  const point_summary* worst = nullptr;
  for (const point_summary& p : curve.points) {
    if (!p.throughput || p.threads < 2 || p.oversubscribed) continue;
    if (worst == nullptr || p.fairness_min_max < worst->fairness_min_max) worst = &p;
  }
  if (worst == nullptr) return "<td class=\"muted\">–</td>";
  return fmt::format("<td>{}<small>at {}</small></td>", fixed(worst->fairness_min_max, 2),
                     worst->threads);
}

std::string pair_text(const std::optional<interval>& ci, std::string (*format)(double)) {
  return ci ? format(ci->low) + " to " + format(ci->high) : "";
}

/// The columns of the table of points. A column that is empty in every row is left out.
class columns {
 public:
  void put(const std::string& head, const std::string& html) {
    if (!_place.contains(head)) {
      _place[head] = _heads.size();
      _heads.push_back(head);
    }
    if (!html.empty()) _rows.back()[_place[head]] = html;
  }
  void next_row(const std::string& start) {
    _starts.push_back(start);
    _rows.emplace_back();
  }

  [[nodiscard]] std::string html() const {
    std::vector<bool> used(_heads.size());
    for (const auto& row : _rows) {
      for (const auto& [column, text] : row) used[column] = true;
    }
    std::string out = "<table><thead><tr><th scope=\"col\">subject</th>";
    for (std::size_t i = 0; i < _heads.size(); ++i) {
      if (used[i]) out += "<th scope=\"col\">" + _heads[i] + "</th>";
    }
    out += "</tr></thead><tbody>\n";
    for (std::size_t r = 0; r < _rows.size(); ++r) {
      out += _starts[r];
      for (std::size_t i = 0; i < _heads.size(); ++i) {
        if (!used[i]) continue;
        const auto at = _rows[r].find(i);
        out += at == _rows[r].end() ? "<td></td>" : "<td>" + at->second + "</td>";
      }
      out += "</tr>\n";
    }
    return out + "</tbody></table>";
  }

 private:
  std::vector<std::string> _heads;
  std::map<std::string, std::size_t> _place;
  std::vector<std::string> _starts;
  std::vector<std::map<std::size_t, std::string>> _rows;
};

/// The value, and half of its interval in the same unit.
std::string metric_text(const metric_summary& m) {
  const bool nanoseconds = m.unit == "ns";
  const quantity q = nanoseconds ? quantity::seconds : quantity_of(m.unit);
  const double scale = nanoseconds ? 1e-9 : 1;
  std::string text = escaped(text_of(q, scale * m.value));
  if (q == quantity::number && !m.unit.empty()) text.append(" ").append(escaped(m.unit));
  if (!m.ci) return text;
  return fmt::format("{}<small>±&thinsp;{}</small>", text,
                     escaped(text_of(q, scale * (m.ci->high - m.ci->low) / 2)));
}

void put_point(columns& to, const point_summary& p) {
  to.put("threads", std::to_string(p.threads) + (p.oversubscribed ? " over" : ""));
  to.put("status", escaped(p.status));
  if (p.status == "not run") return;
  if (p.refused_rate) to.put("ops/s", "<s>" + si(*p.refused_rate) + "</s>");
  if (p.ok()) {
    to.put("ops/s", p.bimodal() ? "two: " + modes_text(p) : si(*p.throughput));
    to.put("95 % interval", pair_text(p.ci, si));
    to.put("efficiency", p.efficiency ? percent(*p.efficiency) : "");
    to.put("its interval", pair_text(p.efficiency_ci, percent));
    to.put("succeeded", percent(p.success_share));
    to.put("slowest / fastest", fixed(p.fairness_min_max, 3));
    to.put("Jain", fixed(p.fairness_jain, 3));
    to.put("on CPU", percent(p.cpu));
    to.put("waiting for CPU", percent(p.run_delay));
    to.put("overlap", percent(p.overlap));
    to.put("start skew", duration(p.start_skew));
  }
  to.put("of ceiling", of_ceiling_text(p));
  to.put("windows kept", fmt::format("{} of {}", p.windows - p.discarded, p.windows));
  to.put("blocks", std::to_string(p.blocks));
  if (!p.ok() && !p.refused()) return;
  if (p.latency) {
    to.put("p50", duration(p.latency->p50 * 1e-9));
    to.put("p99", duration(p.latency->p99 * 1e-9));
    to.put("p99.9", duration(p.latency->p999 * 1e-9));
    to.put("slowest", duration(p.latency->max * 1e-9));
  }
  for (const auto& [name, m] : p.metrics) {
    to.put(escaped(name), metric_text(m));
  }
  if (p.footprint) {
    for (const footprint_column& c : footprint_columns()) {
      const auto n = p.footprint->numbers.find(std::string(c.name));
      if (n == p.footprint->numbers.end()) continue;
      to.put("memory: " + escaped(c.title), escaped(number_text(n->second)));
    }
  }
  if (p.meters.peak_rss_bytes > 0) {
    to.put("peak memory", bytes(static_cast<double>(p.meters.peak_rss_bytes)));
  }
  if (!p.doubt.empty()) to.put("doubt", escaped(p.doubt));
}

}  // namespace

std::string html_key(unsigned style) {
  return fmt::format(
      "<svg class=\"key c{}\" viewBox=\"-7 -6 14 12\" aria-hidden=\"true\"><path d=\"{}\"/></svg>",
      style, marker_path(style));
}

std::string html_curve_table(std::span<const chart_line> all, unsigned allowed_cpus) {
  std::set<unsigned> threads;
  bool ceiling = false;
  for (const chart_line& s : all) {
    ceiling = ceiling || s.curve->ceiling;
    for (const point_summary& p : s.curve->points) threads.insert(p.threads);
  }
  std::string out =
      "<div class=\"scroll\"><table><caption>Operations a second by threads, with half of the 95 % "
      "interval</caption><thead><tr><th scope=\"col\">subject</th>";
  for (const unsigned t : threads) {
    out += fmt::format("<th scope=\"col\">{}{}</th>", t, t > allowed_cpus ? " over" : "");
  }
  out += fmt::format(
      "<th scope=\"col\">efficiency</th>{}<th scope=\"col\">slowest / fastest "
      "thread</th></tr></thead><tbody>\n",
      ceiling ? "<th scope=\"col\">of ceiling</th>" : "");
  for (std::size_t i = 0; i < all.size(); ++i) {
    const curve_summary& curve = *all[i].curve;
    out += row_head(all[i], i);
    if (curve.skipped) {
      out += fmt::format("<td class=\"l muted\" colspan=\"{}\">skipped: {}</td></tr>\n",
                         threads.size() + (ceiling ? 3 : 2), escaped(*curve.skipped));
      continue;
    }
    for (const unsigned t : threads) {
      const auto p = std::find_if(curve.points.begin(), curve.points.end(),
                                  [t](const point_summary& x) { return x.threads == t; });
      out += p == curve.points.end() ? "<td></td>" : curve_cell(curve, *p);
    }
    out += efficiency_cell(curve) + (ceiling ? ceiling_cell(curve) : "") + fairness_cell(curve) +
           "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string html_point_table(std::span<const chart_line> all) {
  columns table;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const point_summary& p : all[i].curve->points) {
      table.next_row(row_head(all[i], i));
      put_point(table, p);
    }
  }
  return "<details class=\"all\"><summary>Every number</summary><div class=\"scroll\">" +
         table.html() + "</div></details>\n";
}

}  // namespace contend
