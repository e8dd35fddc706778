#include <contend/report/svg_forest.hpp>

#include <contend/report/escape.hpp>
#include <contend/report/svg_frame.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace contend {
namespace {

constexpr double width = 300, row_height = 22, axis_height = 26, inset = 22;

/// Beyond a factor of two nobody asks how much it is.
const double widest = std::log(2);

/// Changes that may have a label, in percent.
constexpr std::array labels{1, 2, 3, 5, 10, 20, 30, 50, 100};
constexpr std::size_t most_labels = 2;  // a side

/// Labels closer than this run into each other.
constexpr double label_width = 46;

std::string c(double x) { return coordinate(x); }

std::string open(double height, const std::string& words) {
  return fmt::format("<svg class=\"forest\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
                     c(width), c(height), escaped(words));
}

}  // namespace

forest_axis::forest_axis(double margin) : _margin(-std::log1p(-margin)), _most(1.6 * _margin) {}

void forest_axis::include(double log_ratio, const std::optional<interval>& ci) {
  const auto widen = [this](double value) {
    if (std::isfinite(value)) _most = std::max(_most, std::min(std::abs(value), widest));
  };
  widen(log_ratio);
  if (!ci) return;
  // A whisker three times as far out as all else would squeeze the others flat.
  const double enough = 3 * std::max(std::abs(log_ratio), _margin);
  widen(std::clamp(ci->low, -enough, enough));
  widen(std::clamp(ci->high, -enough, enough));
}

double forest_axis::x(double log_ratio) const {
  const double half = width / 2 - inset;
  return width / 2 + half * std::clamp(log_ratio / _most, -1.0, 1.0);
}

std::string forest_axis::back(double height) const {
  return fmt::format(
      "<rect class=\"margin\" x=\"{0}\" y=\"0\" width=\"{1}\" height=\"{2}\"/>"
      "<path class=\"zero\" d=\"M{3},0V{2}\"/>",
      c(x(-_margin)), c(x(_margin) - x(-_margin)), c(height), c(x(0)));
}

std::string forest_axis::ticks() const {
  std::string out = open(axis_height, "percent slower to the left, faster to the right");
  out += fmt::format("<text x=\"{}\" y=\"14\">0</text><path class=\"axis\" d=\"M{},20v6\"/>",
                     c(x(0)), c(x(0)));
  for (const int sign : {-1, 1}) {
    double last = x(0);
    std::size_t count = 0;
    // From the far end, so that the axis is labelled to its ends.
    for (std::size_t i = labels.size(); i-- > 0 && count < most_labels;) {
      const double share = sign * labels[i] / 100.0;
      if (share <= -1 || std::abs(std::log1p(share)) > _most) continue;
      const double at = x(std::log1p(share));
      if (std::abs(at - x(0)) < label_width || (count > 0 && std::abs(at - last) < label_width)) {
        continue;
      }
      out +=
          fmt::format("<text x=\"{}\" y=\"14\">{:+} %</text><path class=\"axis\" d=\"M{},20v6\"/>",
                      c(at), sign * labels[i], c(at));
      last = at;
      ++count;
    }
  }
  return out + "</svg>";
}

std::string forest_axis::row(double log_ratio, const std::optional<interval>& ci,
                             const std::string& words) const {
  constexpr double middle = row_height / 2;
  std::string out = open(row_height, words) + back(row_height);
  if (!std::isfinite(log_ratio)) return out + "</svg>";
  if (ci) {
    out += fmt::format("<path class=\"whisker\" d=\"M{},{}H{}\"/>", c(x(ci->low)), c(middle),
                       c(x(ci->high)));
    if (ci->low < -_most) {
      out +=
          fmt::format("<path class=\"arrow\" d=\"M{},{}l7,-4v8z\"/>", c(x(-_most) - 7), c(middle));
    }
    if (ci->high > _most) {
      out +=
          fmt::format("<path class=\"arrow\" d=\"M{},{}l-7,-4v8z\"/>", c(x(_most) + 7), c(middle));
    }
  }
  out += fmt::format("<circle class=\"mark\" cx=\"{}\" cy=\"{}\" r=\"4\"/>", c(x(log_ratio)),
                     c(middle));
  return out + "</svg>";
}

}  // namespace contend
