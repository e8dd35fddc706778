#include "size_mix.hpp"

#include <charconv>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

namespace contend::suites {
namespace {

constexpr std::size_t entries = 1024;

[[noreturn]] void refuse(std::string_view text, const std::string& want) {
  throw std::invalid_argument("size:" + std::string(text) + ": want " + want);
}

double parse(std::string_view number, std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc{} || end != number.data() + number.size()) {
    refuse(text, "SIZE, LOW-HIGH, uniform_LOW-HIGH, power_LOW-HIGH, doubling_LOW-HIGH or fleet");
  }
  return value;
}

std::pair<double, double> range(std::string_view ends, std::string_view text, std::size_t least) {
  const std::size_t dash = ends.find('-');
  const double low = parse(ends.substr(0, dash), text);
  const double high = dash == std::string_view::npos ? low : parse(ends.substr(dash + 1), text);
  if (low < static_cast<double>(least) || high < low) {
    refuse(text, "sizes from " + std::to_string(least) + " bytes, the lower one first");
  }
  return {low, high};
}

/// One size for each of `entries` equal parts of probability.
template <class At>
std::vector<std::uint32_t> quantiles(At&& at) {
  std::vector<std::uint32_t> sizes;
  for (std::size_t i = 0; i < entries; ++i) {
    const double q = (static_cast<double>(i) + 0.5) / static_cast<double>(entries);
    sizes.push_back(static_cast<std::uint32_t>(std::lround(at(q))));
  }
  return sizes;
}

double log_uniform(double low, double high, double q) { return low * std::pow(high / low, q); }

double fleet(double q) {
  struct part {
    double up_to, low, high;  // cumulative share of the objects; their sizes
  };
  static constexpr part parts[]{{0.45, 16, 64},      {0.75, 64, 256},      {0.92, 256, 1024},
                                {0.985, 1024, 8192}, {0.998, 8192, 65536}, {1, 65536, 262144}};
  double from = 0;
  for (const part& p : parts) {
    if (q < p.up_to) return log_uniform(p.low, p.high, (q - from) / (p.up_to - from));
    from = p.up_to;
  }
  return parts[5].high;
}

std::vector<std::uint32_t> drawn(std::string_view text, std::size_t least) {
  if (text == "fleet") return quantiles(fleet);
  const auto ends = [&](std::string_view kind) {
    return range(text.substr(kind.size()), text, least);
  };
  if (text.starts_with("uniform_")) {
    const auto [low, high] = ends("uniform_");
    return quantiles([low = low, high = high](double q) { return std::lerp(low, high, q); });
  }
  if (text.starts_with("power_")) {
    const auto [low, high] = ends("power_");
    return quantiles(
        [low = low, high = high](double q) { return 1 / std::lerp(1 / low, 1 / high, q); });
  }
  if (text.starts_with("doubling_")) {
    const auto [low, high] = ends("doubling_");
    std::vector<std::uint32_t> sizes;
    for (double s = low; s <= high; s *= 2) sizes.push_back(static_cast<std::uint32_t>(s));
    return sizes;
  }
  const auto [low, high] = range(text, text, least);
  if (low == high) return {static_cast<std::uint32_t>(low)};
  return quantiles([low = low, high = high](double q) { return log_uniform(low, high, q); });
}

}  // namespace

size_mix::size_mix(std::string_view text, std::size_t least) : _sizes(drawn(text, least)) {}

double size_mix::mean() const noexcept {
  return std::accumulate(_sizes.begin(), _sizes.end(), 0.0) / static_cast<double>(_sizes.size());
}

}  // namespace contend::suites
