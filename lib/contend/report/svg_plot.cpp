#include <contend/report/escape.hpp>
#include <contend/report/format.hpp>
#include <contend/report/scale.hpp>
#include <contend/report/svg_chart.hpp>
#include <contend/report/svg_frame.hpp>
#include <contend/report/svg_plot.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace contend {
namespace {

// In the view box; lower than a chart over threads, of which there are more.
constexpr double width = 560, height = 284;
constexpr double left = 62, right = 404, top = 34, bottom = 240;
constexpr double inset = 10;
constexpr double label_gap = 15;
constexpr std::size_t label_length = 19;
/// Peaks further apart than this can't be compared on one linear axis.
constexpr double most_on_linear = 30;

std::string c(double x) { return coordinate(x); }

bool drawable(const plot_point& p) { return std::isfinite(p.x) && std::isfinite(p.y); }

class drawing {
 public:
  explicit drawing(const line_plot& of) : _plot(of) {
    for (const plot_line& l : of.lines) {
      auto& kept = _points.emplace_back();
      std::copy_if(l.points.begin(), l.points.end(), std::back_inserter(kept), drawable);
    }
    fit_x();
    fit_y();
  }
  drawing(const drawing&) = delete;
  drawing& operator=(const drawing&) = delete;

  std::string svg() {
    if (_empty) return {};
    open();
    axes();
    mark();
    for (std::size_t i = 0; i < _points.size(); ++i) line(i);
    labels();
    _out += "</svg>";
    return std::move(_out);
  }

 private:
  void fit_x() {
    double low = 0, high = 0;
    for (const auto& points : _points) {
      for (const plot_point& p : points) {
        low = _empty ? p.x : std::min(low, p.x);
        high = _empty ? p.x : std::max(high, p.x);
        _empty = false;
      }
    }
    if (_plot.over_time) low = std::min(low, 0.0);
    const bool wide = !_plot.over_time && low > 0 && high > 100 * low;
    _x = {low, high, left + inset, right - inset, wide};
  }

  void fit_y() {
    double least = 0, most = 0;            // of all positive values
    double least_peak = 0, most_peak = 0;  // of the lines' highest
    const auto widen = [](double& low, double& high, double y) {
      if (!(y > 0) || !std::isfinite(y)) return;
      low = low == 0 ? y : std::min(low, y);
      high = std::max(high, y);
    };
    for (const auto& points : _points) {
      double peak = 0;
      for (const plot_point& p : points) {
        widen(least, most, p.y);
        peak = std::max(peak, p.y);
        _zero = _zero || !(p.y > 0);
        // A hopeless interval must not squeeze the line flat.
        if (p.ci) widen(least, most, std::max(p.ci->low, p.y / 3));
        if (p.ci) widen(least, most, std::min(p.ci->high, p.y * 3));
      }
      widen(least_peak, most_peak, peak);
    }
    if (_plot.level) widen(least, most, *_plot.level);
    if (most == 0) least = most = 1;
    const bool ratio = _plot.y == quantity::ratio;
    if (ratio || most_peak > most_on_linear * least_peak) {
      const double pad = std::max(1.12, std::sqrt(2 / std::min(2.0, most / least)));
      // From the smallest peak down three decades at most: what is below is as good as none.
      if (!ratio) least = std::max(least, least_peak / 1000);
      _y = {least / pad, most * pad, bottom - (_zero ? 16 : 0), top, true};
    } else {
      _y = {0, most * 1.06, bottom, top, false};
    }
  }

  [[nodiscard]] double x(double value) const { return _x.at(value); }
  [[nodiscard]] double y(double value) const {
    if (_y.logarithmic && !(value > 0)) return bottom;
    return std::clamp(_y.at(value), top - 40, bottom);
  }

  void open() {
    _out += fmt::format(
        "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"group\" aria-labelledby=\"{}-t {}-d\">"
        "<title id=\"{}-t\">{}</title><desc id=\"{}-d\">{}</desc>"
        "<clipPath id=\"{}-c\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>\n",
        c(width), c(height), _plot.id, _plot.id, _plot.id, escaped(_plot.title), _plot.id,
        escaped(_plot.description), _plot.id, c(left), c(top - 4), c(right - left),
        c(bottom - top + 6));
  }

  void axes() {
    const auto grid = [this](double at, const std::string& label) {
      _out += fmt::format(
          "<path class=\"grid\" d=\"M{0},{1}H{2}\"/><text class=\"ytick\" x=\"{3}\" y=\"{4}\">{5}"
          "</text>",
          c(left), c(at), c(right), c(left - 8), c(at + 4), label);
    };
    for (const tick& t : ticks_of(_plot.y, _y.low, _y.high, _y.logarithmic)) {
      grid(y(t.value), t.label);
    }
    if (_y.logarithmic && _zero) grid(bottom, "0");
    _out += fmt::format("<path class=\"axis\" d=\"M{},{}H{}\"/>\n", c(left), c(bottom), c(right));
    if (_plot.level) {
      _out += fmt::format("<path class=\"ideal\" d=\"M{},{}H{}\"/>\n", c(left), c(y(*_plot.level)),
                          c(right));
    }
    x_axis();
    const char* hint = _y.logarithmic && _plot.y != quantity::ratio ? ", logarithmic" : "";
    _out += fmt::format(
        "<text class=\"xname\" x=\"{}\" y=\"{}\">{}</text><text class=\"yname\" x=\"{}\" "
        "y=\"{}\">{} <tspan>{}</tspan></text>\n",
        c((left + right) / 2), c(bottom + 38), escaped(_plot.x_name), c(left - 54), c(top - 18),
        escaped(_plot.y_name), escaped(_plot.y_about) + hint);
  }

  void x_axis() {
    std::vector<tick> ticks;
    if (_x.high > _x.low) ticks = ticks_of(_plot.x, _x.low, _x.high, _x.logarithmic);
    if (ticks.empty()) ticks.push_back({_x.low, short_text_of(_plot.x, _x.low)});
    double free = -1e9;
    for (const tick& t : ticks) {
      _out += fmt::format("<path class=\"axis\" d=\"M{},{}v5\"/>", c(x(t.value)), c(bottom));
      const double half = 4.0 * static_cast<double>(t.label.size()) + 2;
      if (x(t.value) - half < free) continue;
      free = x(t.value) + half;
      _out += fmt::format("<text class=\"xtick\" x=\"{}\" y=\"{}\">{}</text>", c(x(t.value)),
                          c(bottom + 20), t.label);
    }
  }

  void mark() {
    if (!_plot.mark) return;
    const plot_mark& m = *_plot.mark;
    _out += "<g class=\"here\"><title>" + escaped(m.tip) + "</title>";
    if (m.ci) {
      const double from = x(m.ci->low);
      _out += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>", c(from),
                          c(top - 4), c(std::max(1.0, x(m.ci->high) - from)), c(bottom - top + 4));
    }
    _out += fmt::format("<path d=\"M{},{}V{}\"/></g>\n", c(x(m.at)), c(top - 4), c(bottom));
  }

  void line(std::size_t i) {
    const plot_line& l = _plot.lines[i];
    const auto& points = _points[i];
    if (points.empty()) return;
    _out += fmt::format(
        "<g class=\"series c{}\" data-series=\"{}\" tabindex=\"0\" role=\"img\" "
        "aria-label=\"{}\"><title>{}</title><g clip-path=\"url(#{}-c)\">",
        l.style, l.index, escaped(l.tip), escaped(l.tip), _plot.id);
    band(points);
    std::string path;
    for (const plot_point& p : points) {
      path += fmt::format("{}{},{}", path.empty() ? "M" : "L", c(x(p.x)), c(y(p.y)));
    }
    _out += fmt::format("<path class=\"line{}\" d=\"{}\"/></g>", l.dashed ? " unsure" : "", path);
    if (l.markers || points.size() == 1) {
      for (const plot_point& p : points) {
        _out += fmt::format(
            "<path class=\"mark\" transform=\"translate({} {})\" d=\"{}\"><title>{}</title></path>",
            c(x(p.x)), c(y(p.y)), marker_path(l.style), escaped(p.tip.empty() ? l.tip : p.tip));
      }
    }
    _out += "</g>\n";
  }

  void band(const std::vector<plot_point>& points) {
    std::string there, back;
    for (const plot_point& p : points) {
      if (!p.ci) continue;
      there += fmt::format("{}{},{}", there.empty() ? "M" : "L", c(x(p.x)), c(y(p.ci->high)));
      back.insert(0, fmt::format("L{},{}", c(x(p.x)), c(y(p.ci->low))));
      _out += fmt::format("<path class=\"whisker\" d=\"M{},{}V{}\"/>", c(x(p.x)), c(y(p.ci->low)),
                          c(y(p.ci->high)));
    }
    if (!there.empty()) _out += fmt::format("<path class=\"band\" d=\"{}{}z\"/>", there, back);
  }

  /// The names at the right, moved apart.
  void labels() {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < _points.size(); ++i) {
      if (!_points[i].empty() && !_plot.lines[i].name.empty()) order.push_back(i);
    }
    const auto end_of = [this](std::size_t i) { return y(_points[i].back().y); };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return end_of(a) < end_of(b); });
    std::vector<double> wanted;
    for (const std::size_t i : order) wanted.push_back(end_of(i));
    const auto places = spread(wanted, label_gap, top + 2, bottom - 2);
    for (std::size_t k = 0; k < order.size(); ++k) {
      const plot_line& l = _plot.lines[order[k]];
      const double from = x(_points[order[k]].back().x);
      _out += fmt::format(
          "<path class=\"leader{} c{}\" data-series=\"{}\" d=\"M{},{}L{},{}H{}\"/>"
          "<g class=\"label c{}\" data-series=\"{}\"><text x=\"{}\" y=\"{}\">{}<title>{}</title>"
          "</text></g>",
          from < right - 3 * inset ? " far" : "", l.style, l.index, c(from + 5), c(wanted[k]),
          c(right + 4), c(places[k]), c(right + 9), l.style, l.index, c(right + 13),
          c(places[k] + 4), escaped(clipped(l.name, label_length)), escaped(l.tip));
    }
    _out += "\n";
  }

  const line_plot& _plot;
  std::vector<std::vector<plot_point>> _points;  // of each line, those that can be drawn
  bool _empty = true;
  bool _zero = false;
  scale _x, _y;
  std::string _out;
};

}  // namespace

std::string svg_plot(const line_plot& of) { return drawing(of).svg(); }

}  // namespace contend
