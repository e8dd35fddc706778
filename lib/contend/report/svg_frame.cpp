#include <contend/report/escape.hpp>
#include <contend/report/format.hpp>
#include <contend/report/svg_frame.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace contend {

using namespace plot;

/// A number for a coordinate: two decimals are finer than a pixel.
std::string coordinate(double x) {
  std::string text = fmt::format("{:.2f}", x);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

namespace {

std::string c(double x) { return coordinate(x); }

/// What was asked of threads that were not measured, if there is an answer.
const extrapolation* asked_of(const chart_line& line) {
  const bool answered = line.law && line.law->asked && line.law->asked->refused.empty();
  return answered ? &*line.law->asked : nullptr;
}

}  // namespace

chart_frame::chart_frame(const chart& of, const std::vector<std::vector<spot>>& spots)
    : _chart(of), _spots(spots) {
  for (const chart_line& s : of.all) {
    for (const point_summary& p : s.curve->points) _threads.insert(p.threads);
    if (const extrapolation* e = asked_of(s)) _threads.insert(e->threads);
  }
  _fits = fit();
}

bool chart_frame::fit() {
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
  if (!efficiency()) {
    for (const chart_line& s : _chart.all) {
      if (const extrapolation* e = asked_of(s)) include(e->rate.value);
      for (const point_summary& p : s.curve->points) include(p.refused_rate.value_or(0));
    }
  }
  if (high == 0) return false;
  // Failures have a lane of their own, so that a cross never lies on a curve.
  std::map<unsigned, int> failed;
  for (const chart_line& s : _chart.all) {
    if (efficiency() && s.curve->ceiling) continue;
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

double chart_frame::y(double value) const {
  return value > 0 || efficiency() ? std::clamp(_y.at(value), top - 40, bottom + 40) : bottom + 40;
}

std::string chart_frame::open() const {
  std::string out;
  out += fmt::format(
      "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"group\" aria-labelledby=\"{}-t {}-d\">"
      "<title id=\"{}-t\">{}</title><desc id=\"{}-d\">{}</desc>"
      "<clipPath id=\"{}-c\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>\n",
      c(width), c(height), _chart.id, _chart.id, _chart.id, escaped(_chart.title), _chart.id,
      escaped(describe()), _chart.id, c(left), c(top - 4), c(right - left), c(bottom - top + 4));
  return out;
}

std::string chart_frame::describe() const {
  std::string text = efficiency() ? "Speed-up over one thread, divided by threads, from "
                                  : "Successful operations a second, all threads together, from ";
  text += fmt::format("{} to {} threads.", *_threads.begin(), *_threads.rbegin());
  for (std::size_t i = 0; i < _spots.size(); ++i) {
    if (_spots[i].empty()) continue;
    const spot& first = _spots[i].front();
    const spot& last = _spots[i].back();
    const auto value = [this](double v) { return efficiency() ? percent(v) : si(v); };
    text += fmt::format(" {}{}: {} at {}, {} at {}.", _chart.all[i].curve->subject,
                        _chart.all[i].curve->ceiling ? ", the load alone" : "", value(first.y),
                        first.threads, value(last.y), last.threads);
  }
  return text;
}

std::string chart_frame::zones() const {
  std::string out;
  // From between the last count that fits on the CPUs and the first that does not.
  unsigned last = 0;
  unsigned first = 0;
  for (const unsigned t : _threads) {
    if (t <= _chart.allowed_cpus) last = t;
    if (t > _chart.allowed_cpus && first == 0) first = t;
  }
  if (first != 0) {
    const double from = last == 0 ? left : (x(last) + x(first)) / 2;
    out += fmt::format(
        "<rect class=\"over\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>"
        "<text class=\"zone\" x=\"{}\" y=\"{}\">more threads than CPUs</text>\n",
        c(from), c(top - 4), c(right - from), c(bottom - top + 4), c(right), c(top - 9));
  }
  for (const unsigned edge : _chart.edges) {
    if (edge <= *_threads.begin() || edge >= *_threads.rbegin()) continue;
    out += fmt::format("<path class=\"edge\" d=\"M{},{}V{}\"/>", c(x(edge)), c(top - 4), c(bottom));
  }
  return out;
}

std::string chart_frame::axes() const {
  std::string out;
  const auto ticks = efficiency() ? share_ticks(_y.high) : throughput_ticks(_y.low, _y.high);
  for (const tick& t : ticks) {
    out += fmt::format(
        "<path class=\"grid\" d=\"M{0},{1}H{2}\"/><text class=\"ytick\" x=\"{3}\" y=\"{4}\">{5}"
        "</text>",
        c(left), c(y(t.value)), c(right), c(left - 8), c(y(t.value) + 4), t.label);
  }
  out += fmt::format("<path class=\"axis\" d=\"M{},{}H{}\"/>\n", c(left), c(bottom), c(right));
  double free = -1e9;
  const double last = x(*_threads.rbegin());
  for (const unsigned t : _threads) {
    out += fmt::format("<path class=\"axis\" d=\"M{},{}v5\"/>", c(x(t)), c(bottom));
    const double half = 4.0 * static_cast<double>(std::to_string(t).size()) + 2;
    const bool room = x(t) - half >= free && (x(t) == last || x(t) + half <= last - 12);
    if (!room) continue;
    free = x(t) + half;
    out += fmt::format("<text class=\"xtick\" x=\"{}\" y=\"{}\">{}</text>", c(x(t)), c(bottom + 20),
                       t);
  }
  out += fmt::format(
      "<text class=\"xname\" x=\"{}\" y=\"{}\">threads</text>"
      "<text class=\"yname\" x=\"{}\" y=\"{}\">{}</text>\n",
      c((left + right) / 2), c(bottom + 38), c(left - 42), c(top - 18),
      efficiency() ? "Efficiency <tspan>speed-up ÷ threads</tspan>"
                   : "Throughput <tspan>operations a second</tspan>");
  return out;
}

std::string chart_frame::ideal_path(double single) const {
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

}  // namespace contend
