// Order statistics of a handful of values.
#pragma once

#include <span>

namespace contend {

/// The p-quantile (0 <= p <= 1) by linear interpolation between the two nearest values (Hyndman and
/// Fan's type 7, what R and NumPy do by default). NaN if there are no values. `values` need not be
/// sorted and must hold no NaN.
[[nodiscard]] double quantile(std::span<const double> values, double p);

/// The middle value; the mean of the two middle ones of an even number. NaN if there are none.
[[nodiscard]] double median(std::span<const double> values);

}  // namespace contend
