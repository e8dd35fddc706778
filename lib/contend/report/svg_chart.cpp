#include <contend/report/escape.hpp>
#include <contend/report/format.hpp>
#include <contend/report/scale.hpp>
#include <contend/report/svg_chart.hpp>
#include <contend/report/tip.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

namespace contend {
namespace {

constexpr double width = 560;
constexpr double height = 344;
constexpr double left = 50;
constexpr double right = 404;  // of the plot; the series' names follow
constexpr double top = 34;
constexpr double bottom = 300;
constexpr double inset = 14;  // so that markers at the ends do not sit on the frame
constexpr double label_gap = 15;
constexpr std::size_t label_length = 19;
constexpr double lane = 12;  // a row of crosses above the axis

/// A point in the units of the view.
struct spot {
  unsigned threads = 0;
  double y = 0;
  std::optional<interval> ci;
  std::vector<mode> modes;
  const point_summary* of = nullptr;
};

/// A number for a coordinate: two decimals are finer than a pixel.
std::string c(double x) {
  std::string text = fmt::format("{:.2f}", x);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

/// The middle of a long name goes: designs of one library differ at the end.
std::string clipped(const std::string& text) {
  std::vector<std::size_t> starts;  // of the characters
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) starts.push_back(i);
  }
  if (starts.size() <= label_length) return text;
  const std::size_t tail = label_length / 2;
  return text.substr(0, starts[label_length - 1 - tail]) + "…" +
         text.substr(starts[starts.size() - tail]);
}

class drawing {
 public:
  explicit drawing(const chart& of) : _chart(of) {
    for (const series& s : of.all) {
      _spots.push_back(spots_of(*s.curve));
      for (const point_summary& p : s.curve->points) _threads.insert(p.threads);
    }
  }

  std::string svg() {
    if (!fit()) return {};
    open();
    zones();
    axes();
    ideal();
    for (std::size_t i = 0; i < _spots.size(); ++i) draw(i);
    labels();
    failures();
    _out += "</svg>";
    return std::move(_out);
  }

 private:
  [[nodiscard]] bool efficiency() const { return _chart.view == chart_view::efficiency; }

  std::vector<spot> spots_of(const curve_summary& curve) const {
    std::vector<spot> result;
    for (const point_summary& p : curve.points) {
      if (!p.throughput) continue;
      if (!efficiency()) {
        if (*p.throughput > 0) result.push_back({p.threads, *p.throughput, p.ci, p.modes, &p});
        continue;
      }
      if (!p.efficiency) continue;
      std::vector<mode> modes = p.modes;
      for (mode& m : modes) m.throughput /= *curve.single * p.threads;
      // One thread's efficiency is 1 by definition: there the band closes to a point.
      const auto ci = p.threads == 1 ? interval{1, 1} : p.efficiency_ci;
      result.push_back({p.threads, *p.efficiency, ci, modes, &p});
    }
    // One thread's efficiency alone says nothing.
    if (efficiency() && result.size() == 1 && result[0].threads == 1) result.clear();
    return result;
  }

  [[nodiscard]] static bool fails(const point_summary& p) {
    // A logarithmic axis has no place for zero.
    const bool stuck = p.ok() && p.throughput && !(*p.throughput > 0);
    return stuck || (!p.ok() && p.status != "not run");
  }

  bool fit() {
    double low = 0;
    double high = 0;
    const auto include = [&](double y) {
      if (!(y > 0) || !std::isfinite(y)) return;
      low = low == 0 ? y : std::min(low, y);
      high = std::max(high, y);
    };
    for (const auto& spots : _spots) {
      for (const spot& s : spots) {
        if (s.modes.size() > 1) {
          for (const mode& m : s.modes) include(m.throughput);
          continue;
        }
        include(s.y);
        // A hopeless interval must not squeeze the curves flat; what is cut off runs out of sight.
        if (s.ci) include(std::max(s.ci->low, s.y / 3));
        if (s.ci) include(std::min(s.ci->high, s.y * 3));
      }
    }
    if (high == 0) return false;
    // Failures have a lane of their own, so that a cross never lies on a curve.
    std::map<unsigned, int> failed;
    for (const series& s : _chart.all) {
      for (const point_summary& p : s.curve->points) {
        if (fails(p)) _floor = std::min(_floor, bottom - 4 - lane * ++failed[p.threads]);
      }
    }
    if (efficiency()) {
      _y = {0, std::max(1.08, high * 1.06), _floor, top, false};
    } else {
      // At least a factor of four from end to end, or noise would look like a cliff.
      const double pad = std::max(1.18, std::sqrt(4 / std::min(4.0, high / low)));
      _y = {low / pad, high * pad, _floor, top, true};
    }
    _x = {static_cast<double>(*_threads.begin()), static_cast<double>(*_threads.rbegin()),
          left + inset, right - inset, true};
    return true;
  }

  [[nodiscard]] double x(unsigned threads) const { return _x.at(threads); }
  [[nodiscard]] double y(double value) const {
    return value > 0 || efficiency() ? std::clamp(_y.at(value), top - 40, bottom + 40)
                                     : bottom + 40;
  }

  void open() {
    _out += fmt::format(
        "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"group\" aria-labelledby=\"{}-t {}-d\">"
        "<title id=\"{}-t\">{}</title><desc id=\"{}-d\">{}</desc>"
        "<clipPath id=\"{}-c\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>\n",
        c(width), c(height), _chart.id, _chart.id, _chart.id, escaped(_chart.title), _chart.id,
        escaped(describe()), _chart.id, c(left), c(top - 4), c(right - left), c(bottom - top + 4));
  }

  [[nodiscard]] std::string describe() const {
    std::string text = efficiency() ? "Speed-up over one thread, divided by threads, from "
                                    : "Successful operations a second, all threads together, from ";
    text += fmt::format("{} to {} threads.", *_threads.begin(), *_threads.rbegin());
    for (std::size_t i = 0; i < _spots.size(); ++i) {
      if (_spots[i].empty()) continue;
      const spot& first = _spots[i].front();
      const spot& last = _spots[i].back();
      const auto value = [this](double v) { return efficiency() ? percent(v) : si(v); };
      text += fmt::format(" {}: {} at {}, {} at {}.", _chart.all[i].curve->subject, value(first.y),
                          first.threads, value(last.y), last.threads);
    }
    return text;
  }

  void zones() {
    // From between the last count that fits on the CPUs and the first that does not.
    unsigned last = 0;
    unsigned first = 0;
    for (const unsigned t : _threads) {
      if (t <= _chart.allowed_cpus) last = t;
      if (t > _chart.allowed_cpus && first == 0) first = t;
    }
    if (first != 0) {
      const double from = last == 0 ? left : (x(last) + x(first)) / 2;
      _out += fmt::format(
          "<rect class=\"over\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>"
          "<text class=\"zone\" x=\"{}\" y=\"{}\">more threads than CPUs</text>\n",
          c(from), c(top - 4), c(right - from), c(bottom - top + 4), c(right), c(top - 9));
    }
    for (const unsigned edge : _chart.edges) {
      if (edge <= *_threads.begin() || edge >= *_threads.rbegin()) continue;
      _out +=
          fmt::format("<path class=\"edge\" d=\"M{},{}V{}\"/>", c(x(edge)), c(top - 4), c(bottom));
    }
  }

  void axes() {
    const auto ticks = efficiency() ? share_ticks(_y.high) : throughput_ticks(_y.low, _y.high);
    for (const tick& t : ticks) {
      _out += fmt::format(
          "<path class=\"grid\" d=\"M{0},{1}H{2}\"/><text class=\"ytick\" x=\"{3}\" y=\"{4}\">{5}"
          "</text>",
          c(left), c(y(t.value)), c(right), c(left - 8), c(y(t.value) + 4), t.label);
    }
    _out += fmt::format("<path class=\"axis\" d=\"M{},{}H{}\"/>\n", c(left), c(bottom), c(right));
    double free = -1e9;
    const double last = x(*_threads.rbegin());
    for (const unsigned t : _threads) {
      _out += fmt::format("<path class=\"axis\" d=\"M{},{}v5\"/>", c(x(t)), c(bottom));
      const double half = 4.0 * static_cast<double>(std::to_string(t).size()) + 2;
      const bool room = x(t) - half >= free && (x(t) == last || x(t) + half <= last - 12);
      if (!room) continue;
      free = x(t) + half;
      _out += fmt::format("<text class=\"xtick\" x=\"{}\" y=\"{}\">{}</text>", c(x(t)),
                          c(bottom + 20), t);
    }
    _out += fmt::format(
        "<text class=\"xname\" x=\"{}\" y=\"{}\">threads</text>"
        "<text class=\"yname\" x=\"{}\" y=\"{}\">{}</text>\n",
        c((left + right) / 2), c(bottom + 38), c(left - 42), c(top - 18),
        efficiency() ? "Efficiency <tspan>speed-up ÷ threads</tspan>"
                     : "Throughput <tspan>operations a second</tspan>");
  }

  /// What a load without any contention would do: as many times one thread as there are CPUs.
  [[nodiscard]] std::string ideal_path(double single) const {
    std::set<unsigned> stops = _threads;
    if (_chart.allowed_cpus > *stops.begin() && _chart.allowed_cpus < *stops.rbegin()) {
      stops.insert(_chart.allowed_cpus);
    }
    std::string path;
    for (const unsigned t : stops) {
      const double lanes = std::min(t, _chart.allowed_cpus);
      const double value = efficiency() ? lanes / t : single * lanes;
      path += fmt::format("{}{},{}", path.empty() ? "M" : "L", c(x(t)), c(_y.at(value)));
    }
    return path;
  }

  void ideal() {
    double best = 0;
    for (const series& s : _chart.all) best = std::max(best, s.curve->single.value_or(0));
    if (best <= 0) return;
    _out += fmt::format(
        "<path class=\"ideal\" clip-path=\"url(#{}-c)\" d=\"{}\"><title>{}</title></path>\n",
        _chart.id, ideal_path(best),
        efficiency() ? "ideal: every CPU adds as much as the first"
                     : "ideal: the fastest single thread, times the CPUs in use");
  }

  void draw(std::size_t i) {
    const series& s = _chart.all[i];
    const auto& spots = _spots[i];
    if (spots.empty()) return;
    _out += fmt::format(
        "<g class=\"series c{}\" data-series=\"{}\" tabindex=\"0\" role=\"img\" aria-label=\"{}\">",
        s.style, i, escaped(s.curve->name));
    if (!efficiency() && s.curve->single) {
      _out += fmt::format("<path class=\"own\" clip-path=\"url(#{}-c)\" d=\"{}\"/>", _chart.id,
                          ideal_path(*s.curve->single));
    }
    _out += fmt::format("<g clip-path=\"url(#{}-c)\">", _chart.id);
    band(*s.curve, spots);
    line(*s.curve, spots);
    _out += "</g>";
    for (const spot& p : spots) mark(*s.curve, p, s.style);
    _out += "</g>\n";
  }

  /// No line across a point that failed: nothing is known of what lies between.
  static bool adjacent(const curve_summary& curve, const spot& a, const spot& b) {
    return std::none_of(curve.points.begin(), curve.points.end(), [&](const point_summary& p) {
      return p.threads > a.threads && p.threads < b.threads;
    });
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

  /// Where the line passes: the faster half of a bimodal point is as true as the other, so the line
  /// goes to the mode with more windows, and is dashed.
  [[nodiscard]] static double anchor(const spot& p) {
    if (p.modes.size() < 2) return p.y;
    return std::max_element(p.modes.begin(), p.modes.end(),
                            [](const mode& a, const mode& b) { return a.share < b.share; })
        ->throughput;
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

  void mark(const curve_summary& curve, const spot& p, unsigned style) {
    const std::string tip = escaped(tip_of(curve, *p.of));
    const auto at = [&](double value, const char* kind) {
      _out += fmt::format(
          "<path class=\"{}\" transform=\"translate({} {})\" d=\"{}\"><title>{}</title></path>",
          kind, c(x(p.threads)), c(y(value)), marker_path(style), tip);
    };
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
      if (_spots[i].empty()) continue;
      const spot& last = _spots[i].back();
      const entry e{i, x(last.threads), y(anchor(last))};
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
    const std::string name = clipped(_chart.all[i].curve->subject);
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
    const series& s = _chart.all[i];
    _out += fmt::format(
        "<g class=\"label {} c{}\" data-series=\"{}\"><text x=\"{}\" y=\"{}\">{}<title>{}</title>"
        "</text></g>",
        kind, s.style, i, c(at), c(middle + 4), escaped(clipped(s.curve->subject)),
        escaped(s.curve->name));
  }

  /// Crosses along the axis, one above the other where several series failed at one count.
  void failures() {
    std::map<unsigned, int> stacked;
    for (std::size_t i = 0; i < _chart.all.size(); ++i) {
      const series& s = _chart.all[i];
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
  std::vector<std::vector<spot>> _spots;
  std::set<unsigned> _threads;
  double _floor = bottom;  // of the values; below it are the crosses
  scale _x, _y;
  std::string _out;
};

}  // namespace

std::string svg_chart(const chart& of) { return drawing(of).svg(); }

}  // namespace contend
