#include <contend/driver/durations.hpp>

#include <contend/core/bad_input.hpp>

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

namespace contend::driver {
namespace {

std::pair<double, std::string_view> number_and_unit(const std::string& text) {
  double value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || !std::isfinite(value)) return {-1, {}};
  return {value, std::string_view(end, static_cast<std::size_t>(text.data() + text.size() - end))};
}

}  // namespace

double parse_duration(const std::string& option, const std::string& text) {
  const auto [value, unit] = number_and_unit(text);
  const double scale = unit == "ms"                ? 1e-3
                       : unit == "s" || unit == "" ? 1
                       : unit == "m"               ? 60
                       : unit == "h"               ? 3600
                                                   : 0;
  if (value <= 0 || scale == 0) {
    throw bad_input(
        fmt::format("{}: '{}' is no duration; write 20ms, 60s, 2m or 1h", option, text));
  }
  return value * scale;
}

std::uint64_t parse_bytes(const std::string& option, const std::string& text) {
  auto [value, unit] = number_and_unit(text);
  double scale = 1;
  if (!unit.empty()) {
    const std::string_view prefixes = "KMG";
    const auto power = prefixes.find(unit.front());
    const std::string_view rest = unit.substr(1);
    scale = power != std::string_view::npos && (rest.empty() || rest == "B" || rest == "iB")
                ? std::pow(1024.0, static_cast<double>(power) + 1)
                : 0;
  }
  if (value <= 0 || scale == 0 || value * scale > 0x1p62) {
    throw bad_input(fmt::format("{}: '{}' is no size; write 512M or 4G", option, text));
  }
  return static_cast<std::uint64_t>(value * scale);
}

double parse_share(const std::string& option, const std::string& text) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  const std::string unit(rest, end);
  if (error == std::errc{} && (unit == "%" || unit == " %")) value /= 100;
  const bool good = error == std::errc{} && (unit.empty() || unit == "%" || unit == " %");
  if (!good || !(value > 0 && value <= 0.5)) {
    throw bad_input(
        fmt::format("{}: '{}' is no share up to a half; write 3% or 0.03", option, text));
  }
  return value;
}

std::string clock_time(double seconds) {
  const auto s = static_cast<long>(std::lround(std::fmax(0, seconds)));
  return s < 3600 ? fmt::format("{}:{:02}", s / 60, s % 60)
                  : fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

}  // namespace contend::driver
