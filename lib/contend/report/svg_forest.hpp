// Changes beside each other on one axis: a row an estimate, its interval, and the margin behind.
#pragma once

#include <contend/analysis/estimate.hpp>

#include <optional>
#include <string>

namespace contend {

/// The axis of all rows: logarithms of ratios, 0 in the middle.
class forest_axis {
 public:
  /// `margin`: the share that matters to nobody.
  explicit forest_axis(double margin);

  /// Widens it for a row. One hopeless row does not: what is beyond a factor of two is cut off.
  void include(double log_ratio, const std::optional<interval>& ci);

  /// An <svg> element with the ticks and their labels.
  [[nodiscard]] std::string ticks() const;
  /// An <svg> element with one row. An interval that is cut off has an arrow for an end. `words`
  /// is read out by a screen reader.
  [[nodiscard]] std::string row(double log_ratio, const std::optional<interval>& ci,
                                const std::string& words) const;

 private:
  [[nodiscard]] double x(double log_ratio) const;
  [[nodiscard]] std::string back(double height) const;

  double _margin;
  double _most;  // of the axis, either way
};

}  // namespace contend
