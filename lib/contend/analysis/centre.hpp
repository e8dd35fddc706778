// The centre that every interval is put around.
#pragma once

#include <cstddef>
#include <span>

namespace contend {

/// A centre with its standard error, and the degrees of freedom that the error has.
struct centre {
  double value = 0;
  double error = 0;
  double freedom = 0;
};

/// How many of so many values are cut off at each end: none below five, else 20 %.
[[nodiscard]] constexpr std::size_t trimmed_of(std::size_t values) noexcept {
  return values < 5 ? 0 : values / 5;
}

/// What locate() (estimate.hpp) puts its interval around: the mean below five values, else the 20 %
/// trimmed mean with Yuen's error. For two values or more.
[[nodiscard]] centre centre_of(std::span<const double> values);

}  // namespace contend
