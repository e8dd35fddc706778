#include <contend/report/answer_text.hpp>
#include <contend/report/escape.hpp>
#include <contend/report/format.hpp>
#include <contend/report/headroom_text.hpp>
#include <contend/report/html.hpp>
#include <contend/report/html_answers.hpp>
#include <contend/report/html_designs.hpp>
#include <contend/report/html_footprint.hpp>
#include <contend/report/html_histories.hpp>
#include <contend/report/html_laws.hpp>
#include <contend/report/html_layout.hpp>
#include <contend/report/html_notices.hpp>
#include <contend/report/html_page.hpp>
#include <contend/report/html_ranking.hpp>
#include <contend/report/html_tables.hpp>
#include <contend/report/html_trends.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace contend {
namespace {

class page {
 public:
  page(const run_record& run, const findings& found)
      : _run(run), _found(found), _suites(lay_out(found.curves, found.laws)) {}

  std::string html() {
    _out +=
        html_begin(_run.started.empty() ? "scaling report" : "scaling report of " + _run.started);
    header();
    _out += html_ratios(_found);
    _out += html_plants(_run) + html_notices(_suites);
    contents();
    views();
    _out += "<main>\n" + html_trends(_found) + html_crossings(_found) + html_plateaus(_found);
    for (const suite_layout& s : _suites) suite(s);
    _out += html_designs(_run) + "</main>\n";
    footer();
    _out += html_end();
    return std::move(_out);
  }

 private:
  [[nodiscard]] std::string machine(const char* key) const {
    const auto at = _run.machine.find(key);
    return at == _run.machine.end() ? "" : escaped(at->second);
  }

  void header() {
    std::string sub = machine("cpu");
    const auto join = [&sub](const std::string& text) {
      if (!text.empty()) sub += (sub.empty() ? "" : " · ") + text;
    };
    join(fmt::format("{} CPU{} allowed", _run.allowed_cpus, _run.allowed_cpus == 1 ? "" : "s"));
    join(escaped(_run.started));
    if (!_run.version.empty()) join("contend " + escaped(_run.version));
    const auto of_preset = [this](const char* key) {
      const auto at = _run.preset.find(key);
      return at == _run.preset.end() ? "" : escaped(at->second);
    };
    std::string preset;
    if (!_run.preset.empty()) {
      preset = fmt::format("<p class=\"sub\">Preset <b>{}</b>: {}. Follows: {}.</p>",
                           of_preset("name"), of_preset("title"), of_preset("source"));
    }
    _out += fmt::format("<header><h1>Scaling report</h1><p class=\"sub\">{}</p>{}\n{}", sub, preset,
                        html_tiles(_found.curves));
    _out += fmt::format(
        "<p class=\"read\"><b>How to read this.</b> A chart is one load, a line one design under "
        "it. "
        "<b>Throughput</b> is what all threads together finish in a second; both axes are "
        "logarithmic, "
        "and the dashed line is the fastest single thread times the CPUs in use. <b>Efficiency</b> "
        "is "
        "the speed-up over one thread divided by the number of threads: at 100 % every thread does "
        "as "
        "much as one alone. Bands and whiskers are 95 % intervals over {} fresh "
        "process{} a point. Two markers joined by a thin line are two speeds of "
        "one point, the filled one the more frequent; a cross on the axis is a point that failed; "
        "in "
        "the shaded zone there are more threads than CPUs. {}Point at a line or a row to single it "
        "out.</p></header>\n",
        _run.blocks == 0 ? "several" : fmt::format("up to {}", _run.blocks),
        _run.blocks == 1 ? "" : "es",
        _found.headrooms.empty()
            ? ""
            : fmt::format("<b>Load alone</b>, dashed and grey, is the load with a design that does "
                          "nothing; a rate above {} of it says more about the load than about the "
                          "design, and is refused: struck through, and compared with nothing. ",
                          percent(most_of_ceiling)));
  }

  void contents() {
    _out += "<nav aria-label=\"Contents\"><ul>\n" + html_answer_links(_found);
    for (const suite_layout& s : _suites) {
      _out += fmt::format("<li><a href=\"#{}\">{}</a><ul>", s.id, escaped(s.name));
      for (const workload_layout& w : s.workloads) {
        std::size_t curves = 0;
        for (const figure_layout& f : w.figures) {
          curves += static_cast<std::size_t>(std::count_if(
              f.all.begin(), f.all.end(), [](const chart_line& l) { return !l.curve->ceiling; }));
        }
        _out += fmt::format(
            "<li><a href=\"#{}\">{}</a><span class=\"n\">{}</span></li>", w.id, escaped(w.name),
            curves == 0 ? "skipped" : fmt::format("{} curve{}", curves, curves == 1 ? "" : "s"));
      }
      _out += "</ul></li>\n";
    }
    if (!_run.designs.empty()) _out += "<li><a href=\"#designs\">Designs</a></li>\n";
    _out += "</ul></nav>\n";
  }

  void views() {
    if (_suites.empty()) {
      _out += "<p class=\"aside\">There is nothing to show: the run has no cases.</p>\n";
      return;
    }
    _out += "<fieldset class=\"views\"><legend>Charts</legend>";
    const auto choice = [this](const char* id, const char* text, const char* state) {
      _out += fmt::format(
          "<label><input type=\"radio\" name=\"view\" id=\"view-{}\"{}><span>{}</span></label>", id,
          state, text);
    };
    choice("both", "Both", " checked");
    choice("throughput", "Throughput", "");
    choice("efficiency", "Efficiency", "");
    _out += "</fieldset>\n";
  }

  void suite(const suite_layout& s) {
    _out += fmt::format("<section aria-labelledby=\"{0}\"><h2 id=\"{0}\">{1}</h2>\n", s.id,
                        escaped(s.name));
    for (const workload_layout& w : s.workloads) {
      const std::string path = s.name + "/" + w.name;
      const auto card = _run.cards.find(path);
      const auto [title, facts] =
          read_card(card == _run.cards.end() ? std::string_view() : card->second);
      _out += fmt::format("<section aria-labelledby=\"{0}\"><h3 id=\"{0}\">{1}{2}</h3>{3}\n", w.id,
                          escaped(title.empty() ? w.name : title),
                          title.empty() ? "" : "<span class=\"path\">" + escaped(path) + "</span>",
                          facts);
      if (!w.skipped.empty()) skipped(w);
      for (const figure_layout& f : w.figures) figure(s, w, f);
      _out += "</section>\n";
    }
    _out += "</section>\n";
  }

  /// A card's title, its first line, and the others ("models: ...") as a list.
  static std::pair<std::string, std::string> read_card(std::string_view card) {
    std::string title;
    std::string fields;
    std::string text;
    while (!card.empty()) {
      const std::size_t end = std::min(card.find('\n'), card.size());
      const std::string_view line = card.substr(0, end);
      card.remove_prefix(std::min(end + 1, card.size()));
      const std::size_t colon = line.find(": ");
      if (line.empty()) continue;
      // A sentence may have a colon too; a field's name is short.
      if (colon == std::string_view::npos || colon > 20) {
        if (title.empty() && text.empty() && fields.empty()) {
          title = line;
          continue;
        }
        text += "<p class=\"aside\">" + escaped(line) + "</p>";
        continue;
      }
      const std::string_view key = line.substr(0, colon);
      const std::string_view value = line.substr(colon + 2);
      fields += fmt::format("<dt>{}</dt><dd>{}</dd>", escaped(key), escaped(value));
    }
    if (!fields.empty()) fields = "<dl class=\"card\">" + fields + "</dl>";
    return {title, text + fields};
  }

  void skipped(const workload_layout& w) {
    std::string names;
    for (const curve_summary* c : w.skipped) {
      names += fmt::format("{}<code title=\"{}\">{}</code>", names.empty() ? "" : ", ",
                           escaped(*c->skipped), escaped(c->subject));
    }
    _out += "<p class=\"aside\">Skipped: " + names + "</p>\n";
  }

  void figure(const suite_layout& s, const workload_layout& w, const figure_layout& f) {
    if (!f.parameters.empty()) {
      _out += fmt::format("<h4>{}</h4>", escaped(f.parameters));
    }
    _out += fmt::format("<figure id=\"{}\"><div class=\"plots\">\n", f.id);
    const std::string path = s.name + "/" + w.name;
    const std::string load = f.parameters.empty() ? path : path + " with " + f.parameters;
    plot(f, chart_view::throughput, "Throughput of " + load,
         "No point of this load has a throughput.");
    plot(f, chart_view::efficiency, "Efficiency of " + load,
         "No efficiency: no design has a good point at one thread to compare with.");
    _out += "</div>\n" + html_histories(f.id, load, f.all);
    _out += html_footprint(f.id, load, f.all);
    for (const load_headroom& h : _found.headrooms) {
      if (f.all.empty() || !h.of(*f.all.front().curve)) continue;
      _out += "<p class=\"aside\">" + escaped(headroom_text(h)) + "</p>\n";
    }
    for (const chart_line& l : f.all) {
      if (!l.curve->falls) continue;
      _out += fmt::format("<p class=\"aside\"><b>{}</b>: {}</p>\n", escaped(l.curve->subject),
                          escaped(text_of(*l.curve->falls)));
    }
    for (const ranking& r : _found.rankings) {
      if (r.suite == s.name && r.workload == w.name && r.parameters == f.parameters) {
        _out += html_ranking(r, f.all);
      }
    }
    _out += html_laws(f.all);
    _out += html_curve_table(f.all, _run.allowed_cpus) + html_point_table(f.all) + "</figure>\n";
  }

  void plot(const figure_layout& f, chart_view view, const std::string& title, const char* none) {
    const char* kind = view == chart_view::throughput ? "throughput" : "efficiency";
    const std::string svg =
        svg_chart({f.id + "-" + kind, title, view, _run.allowed_cpus, _run.edges, f.all});
    _out += svg.empty() ? fmt::format("<p class=\"none {}\">{}</p>\n", kind, none)
                        : fmt::format("<div class=\"{}\">{}</div>\n", kind, svg);
  }

  void facts(const char* title, const std::vector<std::pair<std::string, std::string>>& list) {
    std::string rows;
    for (const auto& [key, value] : list) {
      if (!value.empty()) {
        rows += fmt::format("<dt>{}</dt><dd>{}</dd>", escaped(key), escaped(value));
      }
    }
    if (!rows.empty()) {
      _out += fmt::format("<section><h3>{}</h3><dl>{}</dl></section>\n", title, rows);
    }
  }

  void footer() {
    const auto list = [](const std::map<std::string, std::string>& from) {
      return std::vector<std::pair<std::string, std::string>>(from.begin(), from.end());
    };
    _out += "<footer><h2>How this was measured</h2><div class=\"facts\">\n";
    facts("Run", {{"command", _run.command},
                  {"seed", std::to_string(_run.seed)},
                  {"started", _run.started},
                  {"contend", _run.version},
                  {"blocks", _run.blocks == 0 ? "" : std::to_string(_run.blocks)},
                  {"windows", _run.windows == 0 ? ""
                                                : fmt::format("{} of {} a visit", _run.windows,
                                                              duration(_run.window_seconds))}});
    facts("Machine", list(_run.machine));
    facts("Build", list(_run.build));
    facts("Cost of measuring", list(_run.harness));
    _out += "</div></footer>\n";
  }

  const run_record& _run;
  const findings& _found;
  std::vector<suite_layout> _suites;
  std::string _out;
};

}  // namespace

std::string html_report(const run_record& run, const findings& found) {
  return page(run, found).html();
}

}  // namespace contend
