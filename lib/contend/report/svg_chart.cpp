#include <contend/report/escape.hpp>
#include <contend/report/format.hpp>
#include <contend/report/svg_chart.hpp>
#include <contend/report/svg_frame.hpp>
#include <contend/report/svg_law.hpp>
#include <contend/report/svg_spots.hpp>
#include <contend/report/tip.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace contend {
namespace {

using namespace plot;

constexpr double label_gap = 15;
constexpr std::size_t label_length = 19;

std::string c(double x) { return coordinate(x); }

std::vector<std::vector<spot>> all_spots(const chart& of) {
  std::vector<std::vector<spot>> all;
  for (const chart_line& s : of.all) all.push_back(spots_of(*s.curve, of.view));
  return all;
}

/// The series of a chart, drawn into its frame.
class drawing {
 public:
  explicit drawing(const chart& of) : _chart(of), _spots(all_spots(of)), _frame(of, _spots) {}
  drawing(const drawing&) = delete;
  drawing& operator=(const drawing&) = delete;

  std::string svg() {
    if (!_frame.fits()) return {};
    _out = _frame.open() + _frame.zones() + _frame.axes();
    ideal();
    for (std::size_t i = 0; i < _spots.size(); ++i) draw(i);
    labels();
    failures();
    _out += "</svg>";
    return std::move(_out);
  }

 private:
  [[nodiscard]] bool efficiency() const { return _chart.view == chart_view::efficiency; }
  [[nodiscard]] double x(double threads) const { return _frame.x(threads); }
  [[nodiscard]] double y(double value) const { return _frame.y(value); }

  void ideal() {
    double best = 0;
    for (const chart_line& s : _chart.all) {
      // A design for one thread is no measure of what threads could reach.
      if (s.curve->points.size() > 1 && !s.curve->ceiling)
        best = std::max(best, s.curve->single.value_or(0));
    }
    if (best <= 0) return;
    _out += fmt::format(
        "<path class=\"ideal\" clip-path=\"url(#{}-c)\" d=\"{}\"><title>{}</title></path>\n",
        _chart.id, _frame.ideal_path(best),
        efficiency() ? "ideal: every CPU adds as much as the first"
                     : "ideal: the fastest single thread, times the CPUs in use");
  }

  void draw(std::size_t i) {
    const chart_line& s = _chart.all[i];
    const auto& spots = _spots[i];
    if (!end_of(i)) return;
    _out += fmt::format(
        "<g class=\"series{} c{}\" data-series=\"{}\" tabindex=\"0\" role=\"img\" "
        "aria-label=\"{}\">",
        s.curve->ceiling ? " ceiling" : "", s.style, i, escaped(s.curve->name));
    if (!efficiency() && s.curve->single && !s.curve->ceiling) {
      _out += fmt::format("<path class=\"own\" clip-path=\"url(#{}-c)\" d=\"{}\"/>", _chart.id,
                          _frame.ideal_path(*s.curve->single));
    }
    _out += fmt::format("<g clip-path=\"url(#{}-c)\">", _chart.id);
    band(*s.curve, spots);
    _out += svg_law(s, _chart.view, _frame);
    line(*s.curve, spots);
    _out += "</g>";
    for (const spot& p : spots) mark(*s.curve, p, s.style);
    if (!efficiency()) refused(s);
    _out += "</g>\n";
  }

  /// The intervals of neighbouring points as one area; a point without one ends it.
  void band(const curve_summary& curve, const std::vector<spot>& spots) {
    std::vector<const spot*> run;
    const auto flush = [&] {
      if (run.size() > 1) {
        std::string path;
        for (const spot* p : run) {
          path +=
              fmt::format("{}{},{}", path.empty() ? "M" : "L", c(x(p->threads)), c(y(p->ci->high)));
        }
        for (auto p = run.rbegin(); p != run.rend(); ++p) {
          path += fmt::format("L{},{}", c(x((*p)->threads)), c(y((*p)->ci->low)));
        }
        _out += fmt::format("<path class=\"band\" d=\"{}z\"/>", path);
      }
      run.clear();
    };
    for (const spot& p : spots) {
      if (!run.empty() && !adjacent(curve, *run.back(), p)) flush();
      if (p.modes.size() > 1 || !p.ci) {
        flush();
      } else {
        run.push_back(&p);
      }
    }
    flush();
    for (const spot& p : spots) {
      if (p.modes.size() > 1 || !p.ci) continue;
      _out += fmt::format("<path class=\"whisker\" d=\"M{},{}V{}\"/>", c(x(p.threads)),
                          c(y(p.ci->low)), c(y(p.ci->high)));
    }
  }

  void line(const curve_summary& curve, const std::vector<spot>& spots) {
    for (std::size_t i = 1; i < spots.size(); ++i) {
      const spot& a = spots[i - 1];
      const spot& b = spots[i];
      if (!adjacent(curve, a, b)) continue;
      const bool sure = a.modes.size() < 2 && b.modes.size() < 2;
      _out += fmt::format("<path class=\"{}\" d=\"M{},{}L{},{}\"/>", sure ? "line" : "line unsure",
                          c(x(a.threads)), c(y(anchor(a))), c(x(b.threads)), c(y(anchor(b))));
    }
  }

  /// Where the load was measured instead of the design: apart from the line, struck through.
  void refused(const chart_line& s) {
    for (const point_summary& p : s.curve->points) {
      if (!p.refused_rate || !(*p.refused_rate > 0)) continue;
      _out += fmt::format(
          "<g transform=\"translate({} {})\"><path class=\"mark refused\" d=\"{}\"><title>{}"
          "</title></path><path class=\"strike\" d=\"M-7,0H7\"/></g>",
          c(x(p.threads)), c(y(*p.refused_rate)), marker_path(s.style),
          escaped(tip_of(*s.curve, p)));
    }
  }

  /// Where the name of a series stands: behind its last point, be it a refused one.
  struct end_place {
    double x, y;
  };
  [[nodiscard]] std::optional<end_place> end_of(std::size_t i) const {
    std::optional<end_place> end;
    unsigned last = 0;
    if (!_spots[i].empty()) {
      last = _spots[i].back().threads;
      end = {x(last), y(anchor(_spots[i].back()))};
    }
    if (const auto further = end_of_law(_chart.all[i], _chart.view)) {
      end = {x(further->threads), y(further->value)};
    }
    if (efficiency()) return end;
    for (const point_summary& p : _chart.all[i].curve->points) {
      if (p.threads < last || !p.refused_rate || !(*p.refused_rate > 0)) continue;
      end = {x(p.threads), y(*p.refused_rate)};
    }
    return end;
  }

  [[nodiscard]] std::string name_of(std::size_t i) const {
    const curve_summary& curve = *_chart.all[i].curve;
    return clipped(curve.ceiling ? "load alone" : curve.subject, label_length);
  }

  void mark(const curve_summary& curve, const spot& p, unsigned style) {
    const std::string tip = escaped(tip_of(curve, *p.of));
    const auto at = [&](double value, const char* kind) {
      _out += fmt::format(
          "<path class=\"{}\" transform=\"translate({} {})\" d=\"{}\"><title>{}</title></path>",
          kind, c(x(p.threads)), c(y(value)), marker_path(style), tip);
    };
    if (curve.ceiling) {
      at(p.y, "spot");
      return;
    }
    if (p.modes.size() < 2) {
      at(p.y, "mark");
      return;
    }
    _out += fmt::format("<path class=\"modes\" d=\"M{},{}V{}\"/>", c(x(p.threads)),
                        c(y(p.modes.front().throughput)), c(y(p.modes.back().throughput)));
    const double main = anchor(p);
    for (const mode& m : p.modes) at(m.throughput, m.throughput == main ? "mark" : "mark hollow");
  }

  /// The names at the right, moved apart. That of a curve that ends early stands at its end: a line
  /// from there to the margin would look like data.
  void labels() {
    struct entry {
      std::size_t series;
      double x, y;
    };
    std::vector<entry> entries;
    for (std::size_t i = 0; i < _spots.size(); ++i) {
      const auto end = end_of(i);
      if (!end) continue;
      const entry e{i, end->x, end->y};
      if (free_after(e.series, e.x, e.y)) {
        label(e.series, "early", e.x + 9, e.y);
      } else {
        entries.push_back(e);
      }
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const entry& a, const entry& b) { return a.y < b.y; });
    std::vector<double> wanted;
    for (const entry& e : entries) wanted.push_back(e.y);
    const auto places = spread(wanted, label_gap, top + 2, bottom - 2);
    for (std::size_t k = 0; k < entries.size(); ++k) {
      const entry& e = entries[k];
      _out += fmt::format("<path class=\"leader{} c{}\" data-series=\"{}\" d=\"M{},{}L{},{}H{}\"/>",
                          e.x < right - 2 * inset ? " far" : "", _chart.all[e.series].style,
                          e.series, c(e.x + 6), c(e.y), c(right + 4), c(places[k]), c(right + 9));
      label(e.series, "", right + 13, places[k]);
    }
    _out += "\n";
  }

  /// Whether the name of a series fits between its end and the margin without lying on another
  /// line.
  [[nodiscard]] bool free_after(std::size_t i, double from, double middle) const {
    const std::string name = name_of(i);
    const double to = from + 14 + 6.8 * static_cast<double>(name.size());
    if (to > right) return false;
    for (const auto& spots : _spots) {
      for (std::size_t k = 1; k < spots.size(); ++k) {
        const double x0 = x(spots[k - 1].threads);
        const double x1 = x(spots[k].threads);
        const double y0 = y(anchor(spots[k - 1]));
        const double y1 = y(anchor(spots[k]));
        const double a = std::max(from + 4, x0);
        const double b = std::min(to, x1);
        if (a >= b) continue;
        const double at_a = std::lerp(y0, y1, (a - x0) / (x1 - x0)) - middle;
        const double at_b = std::lerp(y0, y1, (b - x0) / (x1 - x0)) - middle;
        // Crosses the name's box if it comes near it at either end, or is above here, below there.
        if (std::min(std::abs(at_a), std::abs(at_b)) < 9 || (at_a < 0) != (at_b < 0)) return false;
      }
    }
    return true;
  }

  void label(std::size_t i, const char* kind, double at, double middle) {
    const chart_line& s = _chart.all[i];
    _out += fmt::format(
        "<g class=\"label {} c{}\" data-series=\"{}\"><text x=\"{}\" y=\"{}\">{}<title>{}</title>"
        "</text></g>",
        kind, s.style, i, c(at), c(middle + 4), escaped(name_of(i)), escaped(s.curve->name));
  }

  /// Crosses along the axis, one above the other where several series failed at one count.
  void failures() {
    std::map<unsigned, int> stacked;
    for (std::size_t i = 0; i < _chart.all.size(); ++i) {
      const chart_line& s = _chart.all[i];
      if (efficiency() && s.curve->ceiling) continue;
      for (const point_summary& p : s.curve->points) {
        if (!fails(p)) continue;
        const double place = bottom - 8 - lane * stacked[p.threads]++;
        _out += fmt::format(
            "<g class=\"failed c{}\" data-series=\"{}\"><path transform=\"translate({} {})\" "
            "d=\"M-4,-4L4,4M-4,4L4,-4\"><title>{}</title></path></g>",
            s.style, i, c(x(p.threads)), c(place), escaped(tip_of(*s.curve, p)));
      }
    }
  }

  const chart& _chart;
  const std::vector<std::vector<spot>> _spots;
  const chart_frame _frame;
  std::string _out;
};

}  // namespace

std::string svg_chart(const chart& of) { return drawing(of).svg(); }

}  // namespace contend
