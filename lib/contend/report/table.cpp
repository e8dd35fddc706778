#include <contend/analysis/plants.hpp>
#include <contend/report/format.hpp>
#include <contend/report/headroom_text.hpp>
#include <contend/report/scatter_text.hpp>
#include <contend/report/table.hpp>
#include <contend/report/table_answers.hpp>
#include <contend/report/table_footprint.hpp>
#include <contend/report/table_laws.hpp>
#include <contend/report/table_trends.hpp>
#include <contend/report/text_cells.hpp>
#include <contend/report/tip.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace contend {
namespace {

constexpr std::size_t cell_width = 16;
constexpr std::size_t efficiency_width = 13;
constexpr std::size_t least_name_width = 21;  // the heading fits
constexpr std::size_t most_name_width = 34;

std::string group_of(const curve_summary& c) {
  const std::string load = c.suite + "/" + c.workload;
  return printable(c.parameters.empty() ? load : load + " " + c.parameters);
}

std::string plus_minus(const point_summary& p) {
  const auto half = half_interval(p);
  if (!half) return "±?";
  if (*half >= 9.995) return "±>999%";
  return fmt::format("±{:.{}f}%", 100 * *half, *half < 0.0995 ? 1 : 0);
}

std::string cell(const point_summary& p) {
  if (p.refused_rate) return si(*p.refused_rate) + " refused";
  if (!p.ok()) return printable(brief_status(p));
  if (p.bimodal()) return si(p.modes[0].throughput) + " | " + si(p.modes[1].throughput);
  return si(*p.throughput) + " " + plus_minus(p);
}

std::string efficiency_of(const curve_summary& c) {
  const point_summary* last = nullptr;
  for (const point_summary& p : c.points) {
    if (p.efficiency && !p.oversubscribed && p.threads > 1) last = &p;
  }
  return last ? fmt::format("{} @{}", percent(*last->efficiency), last->threads) : "";
}

std::string of_ceiling(const curve_summary& c) {
  if (c.ceiling) return "load alone";
  const nearest_ceiling n = nearest_to_ceiling(c);
  return n.text.empty() ? "" : fmt::format("{} @{}", n.text, n.threads);
}

/// Which thread counts to show, if not all fit: how gladly one is kept.
int worth(unsigned threads, const std::set<unsigned>& all, const run_record& run) {
  if (threads == *all.begin() || threads == *all.rbegin()) return 4;
  if (threads == run.allowed_cpus) return 3;
  if (std::find(run.edges.begin(), run.edges.end(), threads) != run.edges.end()) return 2;
  return std::has_single_bit(threads) ? 1 : 0;
}

std::set<unsigned> thin_out(std::set<unsigned> all, std::size_t room, const run_record& run) {
  const std::set<unsigned> whole = all;
  while (all.size() > std::max<std::size_t>(room, 1)) {
    // The larger of equals goes first: losses show at the small counts already.
    const auto least = std::min_element(all.rbegin(), all.rend(), [&](unsigned a, unsigned b) {
      return worth(a, whole, run) < worth(b, whole, run);
    });
    all.erase(*least);
  }
  return all;
}

class table {
 public:
  table(const run_record& run, const findings& found, bool color, std::size_t width)
      : _run(run), _found(found), _curves(found.curves), _paint{color}, _width(width) {
    for (const curve_summary& c : _curves) {
      if (c.skipped) continue;
      _name_width = std::max(_name_width, columns(printable(c.subject)) + 2);
      for (const point_summary& p : c.points) {
        _all.insert(p.threads);
        if (p.oversubscribed) _over.insert(p.threads);
      }
    }
    _name_width = std::min(_name_width, most_name_width);
    if (_all.empty()) return;
    _headroom_width = found.headrooms.empty() ? 0 : efficiency_width;
    const std::size_t fixed = _name_width + efficiency_width + _headroom_width;
    _shown = thin_out(_all, width > fixed ? (width - fixed) / cell_width : 1, run);
  }

  std::string text() {
    plants();
    _out += table_of_answers(_found, _paint, _width) + table_of_trends(_found, _paint, _width);
    curves();
    notes();
    _out += table_of_falls(_found, _paint, _width);
    _out += table_of_rankings(_found, _paint, _width);
    _out += table_of_laws(_found, _paint, _width);
    scatter();
    _out += table_of_footprints(_found, _paint, _width);
    headrooms();
    failures();
    skipped();
    return _out;
  }

 private:
  void line(const std::string& text) { _out += text + "\n"; }
  void heading(const std::string& text) {
    line("");
    line(text);
  }

  void plants() {
    for (const auto& [name, factor] : plants_of(_run)) {
      line(_paint.bad(fmt::format("PLANTED: {} was slowed down on purpose, by a factor of {}",
                                  printable(name), fixed(factor, 3))));
    }
  }

  void curves() {
    if (_shown.empty()) return;
    std::string head = left("operations a second", _name_width);
    for (const unsigned t : _shown) {
      head += right(_over.contains(t) ? fmt::format("{} over", t) : std::to_string(t), cell_width);
    }
    head += right("efficiency", efficiency_width);
    if (_headroom_width > 0) head += right("of ceiling", _headroom_width);
    line(_paint.dim(head));
    // A suite may plug design by design; a reader compares the designs under one load.
    std::vector<std::string> groups;
    std::map<std::string, std::string> rows;
    std::map<std::string, std::string> below;  // no competitor: under them
    for (const curve_summary& c : _curves) {
      if (c.skipped) continue;
      const std::string group = group_of(c);
      const auto [at, fresh] = rows.try_emplace(group);
      if (fresh) groups.push_back(group);
      (c.ceiling ? below[group] : at->second) += row(c) + "\n";
    }
    for (const std::string& group : groups) {
      line(_paint.bold(group));
      _out += rows[group] + below[group];
    }
    for (const load_headroom& load : _found.headrooms) {
      const bool said = load.unknown.empty() &&
                        std::none_of(load.points.begin(), load.points.end(), [](const auto& p) {
                          return p.verdict != headroom_verdict::enough;
                        });
      if (!said) _headroom_notes.push_back(&load);
    }
  }

  std::string row(const curve_summary& c) {
    std::string text = left("  " + printable(c.subject), _name_width);
    if (const std::string elsewhere = only_elsewhere(c); !elsewhere.empty()) {
      return text + right(elsewhere, _shown.size() * cell_width);
    }
    for (const unsigned t : _shown) {
      const auto p = std::find_if(c.points.begin(), c.points.end(),
                                  [t](const point_summary& x) { return x.threads == t; });
      if (p == c.points.end()) {
        text += std::string(cell_width, ' ');
        continue;
      }
      const std::string shown = right(cell(*p), cell_width);
      _bimodal = _bimodal || (p->ok() && p->bimodal());
      _bounded = _bounded || (p->ok() && !p->bimodal() && p->ci);
      _unbounded = _unbounded || (p->ok() && !p->bimodal() && !p->ci);
      text += p->refused()        ? _paint.odd(shown)
              : !p->ok()          ? _paint.bad(shown)
              : p->bimodal()      ? _paint.odd(shown)
              : p->oversubscribed ? _paint.dim(shown)
                                  : shown;
    }
    if (!c.ceiling) text += right(efficiency_of(c), efficiency_width);
    if (c.ceiling) return _paint.dim(text + right(of_ceiling(c), 2 * efficiency_width));
    return text + (_headroom_width > 0 ? right(of_ceiling(c), _headroom_width) : "");
  }

  /// The first point of a curve that has none in the columns shown.
  std::string only_elsewhere(const curve_summary& c) const {
    const bool shown = std::any_of(c.points.begin(), c.points.end(),
                                   [this](const auto& p) { return _shown.contains(p.threads); });
    if (shown || c.points.empty()) return {};
    return fmt::format("at {}: {}", c.points[0].threads, cell(c.points[0]));
  }

  void notes() {
    std::vector<std::string> notes;
    if (_bounded) notes.push_back("± half of the 95 % interval");
    if (_unbounded) notes.push_back("±? too few blocks for one");
    if (_bimodal) notes.push_back("a | b: two speeds, no average");
    if (!_over.empty()) notes.push_back("over: more threads than CPUs");
    if (_shown.size() < _all.size()) {
      notes.push_back(
          fmt::format("{} more thread counts are in the report", _all.size() - _shown.size()));
    }
    if (notes.empty()) return;
    std::string text;
    for (const std::string& note : notes) {
      if (!text.empty() && columns(text) + columns(note) + 2 > _width) {
        line(_paint.dim(text + ";"));
        text.clear();
      }
      if (!text.empty()) text += "; ";
      text += note;
    }
    line(_paint.dim(text));
  }

  void scatter() {
    if (!_found.scatter) return;
    heading(_paint.bold("scatter"));
    line(wrapped("  " + scatter_in_words(*_found.scatter), _width, 4));
  }

  /// Where a ceiling is near or not known; the column says the rest.
  void headrooms() {
    if (_headroom_notes.empty()) return;
    heading(_paint.odd("ceilings"));
    for (const load_headroom* load : _headroom_notes) {
      std::string text = fmt::format("  {}/{}", load->suite, load->workload);
      if (!load->parameters.empty()) text += " " + load->parameters;
      line(wrapped(printable(text + ": " + headroom_text(*load)), _width, 4));
    }
  }

  void failures() {
    bool first = true;
    std::size_t invalid = 0;
    for (const curve_summary& c : _curves) {
      for (const point_summary& p : c.points) {
        if (p.footprint && !p.footprint->ok()) {
          if (std::exchange(first, false)) heading(_paint.bad("failed"));
          line(fmt::format("  {}/threads:{} (memory): {}", printable(c.name), p.threads,
                           printable(p.footprint->status)));
        }
        if (p.ok() || p.refused() || p.status == "not run") continue;
        if (p.status.starts_with("invalid")) {
          ++invalid;  // the table shows which; on a busy host it is all of them
          continue;
        }
        if (std::exchange(first, false)) heading(_paint.bad("failed"));
        line(fmt::format("  {}/threads:{}: {}", printable(c.name), p.threads, printable(p.status)));
      }
    }
    interference(invalid);
  }

  void interference(std::size_t points) {
    if (points == 0) return;
    heading(_paint.bad("invalid"));
    line(fmt::format("  {} point{}: the host interfered with too many of the windows", points,
                     points == 1 ? "" : "s"));
  }

  void skipped() {
    std::map<std::string, std::vector<std::string>> by_reason;
    for (const curve_summary& c : _curves) {
      if (c.skipped) by_reason[printable(*c.skipped)].push_back(printable(c.name));
    }
    if (by_reason.empty()) return;
    heading(_paint.odd("skipped"));
    for (const auto& [reason, names] : by_reason) {
      line(names.size() == 1
               ? fmt::format("  {}: {}", names[0], reason)
               : fmt::format("  {} and {} more: {}", names[0], names.size() - 1, reason));
    }
  }

  const run_record& _run;
  const findings& _found;
  const std::vector<curve_summary>& _curves;
  palette _paint;
  std::size_t _width;
  std::size_t _name_width = least_name_width;
  std::size_t _headroom_width = 0;  // none without a ceiling
  std::set<unsigned> _all, _shown, _over;
  std::vector<const load_headroom*> _headroom_notes;
  bool _bimodal = false, _bounded = false, _unbounded = false;
  std::string _out;
};

}  // namespace

std::string summary_table(const run_record& run, const findings& found, bool color,
                          unsigned width) {
  const std::string text = table(run, found, color, width).text();
  return text.empty() ? "nothing was measured\n" : text;
}

}  // namespace contend
