// How large the blocks of an allocation load are.
#pragma once

#include <contend/core/rng.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace contend::suites {

/// "64": always 64 bytes. "16-1024": log-uniform from 16 to 1024, each doubling as likely as the
/// next. Immutable: any thread may draw, each with its own rng.
class size_mix {
 public:
  /// Throws std::invalid_argument for another text, or for sizes below `least`.
  size_mix(std::string_view text, std::size_t least) {
    const std::size_t dash = text.find('-');
    const double low = parse(text.substr(0, dash), text);
    const double high = dash == std::string_view::npos ? low : parse(text.substr(dash + 1), text);
    if (low < static_cast<double>(least) || high < low) {
      throw std::invalid_argument("size:" + std::string(text) + ": want SIZE or LOW-HIGH, from " +
                                  std::to_string(least) + " bytes");
    }
    // A table, because a pow() for each allocation would cost more than the allocation.
    const std::size_t entries = high == low ? 1 : 1024;
    for (std::size_t i = 0; i < entries; ++i) {
      const double quantile = (static_cast<double>(i) + 0.5) / static_cast<double>(entries);
      _sizes.push_back(
          static_cast<std::uint32_t>(std::lround(low * std::pow(high / low, quantile))));
    }
  }

  [[nodiscard]] std::uint32_t operator()(rng& random) const noexcept {
    return _sizes.size() == 1 ? _sizes.front() : _sizes[random.below(_sizes.size())];
  }

 private:
  static double parse(std::string_view number, std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc{} || end != number.data() + number.size()) {
      throw std::invalid_argument("size:" + std::string(text) + ": want SIZE or LOW-HIGH");
    }
    return value;
  }

  std::vector<std::uint32_t> _sizes;
};

}  // namespace contend::suites
