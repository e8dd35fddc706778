#include <contend/report/comparison_html.hpp>

#include <contend/report/change_text.hpp>
#include <contend/report/comparison_words.hpp>
#include <contend/report/escape.hpp>
#include <contend/report/html_page.hpp>
#include <contend/report/svg_forest.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace contend {
namespace {

/// A verdict's colour, by the name that the page's style has for it.
const char* tone(verdict v) {
  switch (v) {
    case verdict::broken:
    case verdict::slower: return "bad";
    case verdict::inconclusive:
    case verdict::invalid: return "odd";
    case verdict::faster: return "good";
    case verdict::same: break;
  }
  return "plain";
}

class page {
 public:
  page(const std::vector<curve_comparison>& curves, const comparison_plan& plan)
      : _curves(curves), _plan(plan), _axis(plan.margin) {
    for (const curve_comparison& c : curves) {
      for (const point_comparison& p : c.points) {
        if (p.change.blocks > 0) _axis.include(p.change.at.value, p.change.ci);
      }
    }
  }

  std::string html(const std::string& head, const std::map<std::string, std::string>& left_out) {
    _out = html_begin("comparison");
    _out += fmt::format(
        "<header><h1>Comparison</h1>\n<p class=\"sub\">{}</p>\n<pre class=\"what\">{}</pre>\n",
        escaped(count_verdicts(_curves)), escaped(head));
    tiles();
    _out += fmt::format(
        "<p class=\"read\"><b>How to read this.</b> A row is a thread count: how many more "
        "operations a second the candidate does than the base, with the interval that holds it; "
        "right is faster. The shaded band is the margin: what lies within it with all of its "
        "interval is the <b>same</b>; what lies beyond it by its centre, and differs beyond "
        "chance, is <b>slower</b> or <b>faster</b>; all else is <b>inconclusive</b>. In words: "
        "{}.</p>"
        "</header>\n",
        escaped(legend_of(_plan)));
    std::string same;
    for (const verdict v : verdicts_by_weight) {
      if (v == verdict::same) {
        same = rows_of(v);
      } else if (const std::string rows = rows_of(v); !rows.empty()) {
        _out += table(rows);
      }
    }
    if (!same.empty()) {
      // Open if there is nothing else to look at.
      const bool all = std::all_of(_curves.begin(), _curves.end(),
                                   [](const curve_comparison& c) { return c.is == verdict::same; });
      _out += fmt::format("<details class=\"all\"{}><summary>the same</summary>{}</details>\n",
                          all ? " open" : "", table(same));
    }
    if (!left_out.empty()) leave_out(left_out);
    return _out + html_end();
  }

 private:
  void tiles() {
    _out += "<ul class=\"tiles\">";
    for (const verdict v : verdicts_by_weight) {
      const auto count = std::count_if(_curves.begin(), _curves.end(),
                                       [v](const curve_comparison& c) { return c.is == v; });
      if (count == 0) continue;
      _out += fmt::format("<li class=\"{}\"><b>{}</b>{} {}</li>", tone(v), count,
                          count == 1 ? "curve" : "curves", to_string(v));
    }
    _out += "</ul>\n";
  }

  std::string table(const std::string& rows) const {
    return fmt::format(
        "<div class=\"scroll\"><table class=\"changes\"><thead><tr><th>at</th><th class=\"l\">{}"
        "</th><th>change</th><th>p</th><th class=\"l\">verdict</th></tr></thead>\n{}</table></div>"
        "\n",
        _axis.ticks(), rows);
  }

  std::string rows_of(verdict v) const {
    std::string out;
    for (const curve_comparison& c : _curves) {
      if (c.is == v) out += curve(c);
    }
    return out;
  }

  std::string curve(const curve_comparison& c) const {
    std::string out = fmt::format(
        "<tbody><tr><th colspan=\"5\"><span class=\"{}\">{}{}</span> <code>{}</code> "
        "<small>{} blocks</small></th></tr>\n",
        tone(c.is), to_string(c.is), c.confirmed ? ", confirmed" : "", escaped(c.name), c.blocks);
    for (const point_comparison& p : c.points) out += point(p);
    // As in the text: the mean decides nothing where each point is the same.
    if (c.whole &&
        (c.whole->is == verdict::slower || c.whole->is == verdict::faster || c.whole->again)) {
      out += point(*c.whole);
    }
    return out + "</tbody>\n";
  }

  std::string point(const point_comparison& p) const {
    std::string out =
        row(point_label(p), p.change, p.change.blocks > 0 ? p_text(p.p) : "", p.is, reason_of(p));
    if (p.again && p.again->blocks > 0) {
      out += row(fmt::format("{} fresh blocks", p.again->blocks), *p.again, p_text(p.again_p), p.is,
                 "measured again, with another seed");
    }
    return out;
  }

  std::string row(const std::string& label, const effect& change, const std::string& p, verdict is,
                  const std::string& why) const {
    std::string number, bar;
    if (change.blocks > 0) {
      const std::string centre = change_text(change.at.value);
      const std::string ci = change.ci ? change_text(*change.ci) : "";
      number = ci.empty() ? centre : fmt::format("{} <small>{}</small>", centre, ci);
      bar = _axis.row(change.at.value, change.ci, fmt::format("{}: {} {}", label, centre, ci));
    }
    return fmt::format(
        "<tr class=\"{}\"><td>{}</td><td class=\"l\">{}</td><td>{}</td><td>{}</td>"
        "<td class=\"l wide\"><span class=\"{}\">{}</span> <span class=\"muted\">{}</span></td>"
        "</tr>\n",
        tone(is), escaped(label), bar, number, escaped(p), tone(is), to_string(is), escaped(why));
  }

  void leave_out(const std::map<std::string, std::string>& left_out) {
    _out += "<section class=\"notice odd\"><h2>Not compared</h2><ul>";
    for (const auto& [why, names] : left_out_by_reason(left_out)) {
      _out += fmt::format("<li><code>{}</code> <span>{}{}</span></li>", escaped(names[0]),
                          names.size() == 1 ? "" : fmt::format("and {} more: ", names.size() - 1),
                          escaped(why));
    }
    _out += "</ul></section>\n";
  }

  const std::vector<curve_comparison>& _curves;
  const comparison_plan& _plan;
  forest_axis _axis;
  std::string _out;
};

}  // namespace

std::string comparison_html(const std::string& head, const std::vector<curve_comparison>& curves,
                            const std::map<std::string, std::string>& left_out,
                            const comparison_plan& plan) {
  return page(curves, plan).html(head, left_out);
}

}  // namespace contend
