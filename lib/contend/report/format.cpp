#include <contend/report/format.hpp>

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace contend {
namespace {

/// Three significant digits of a value of at least 1, or of one that has no smaller unit.
std::string three_digits(double value) {
  const double size = std::abs(value);
  if (size >= 99.95) return fmt::format("{:.0f}", value);
  return fmt::format("{:.{}f}", value, size >= 9.995 ? 1 : 2);
}

}  // namespace

std::string fixed(double value, int digits) {
  return std::isfinite(value) ? fmt::format("{:.{}f}", value, digits) : "n/a";
}

std::string si(double value) {
  static constexpr std::array<const char*, 7> prefixes{"", " k", " M", " G", " T", " P", " E"};
  if (!std::isfinite(value)) return "n/a";
  if (value == 0) return "0";
  std::size_t step = 0;
  // 999.5 would be written as 1000: it belongs to the next prefix.
  while (std::abs(value) >= 999.5 && step + 1 < prefixes.size()) {
    value /= 1000;
    ++step;
  }
  return three_digits(value) + prefixes[step];
}

std::string percent(double share) {
  if (!std::isfinite(share)) return "n/a";
  const double value = 100 * share;
  return fmt::format("{:.{}f} %", value, std::abs(value) < 9.95 && value != 0 ? 1 : 0);
}

std::string duration(double seconds) {
  static constexpr std::array<const char*, 4> units{" s", " ms", " µs", " ns"};
  if (!std::isfinite(seconds)) return "n/a";
  if (seconds == 0) return "0 s";
  std::size_t step = 0;
  while (std::abs(seconds) < 0.9995 && step + 1 < units.size()) {
    seconds *= 1000;
    ++step;
  }
  return three_digits(seconds) + units[step];
}

std::string times(double ratio) {
  if (!std::isfinite(ratio)) return "n/a";
  if ((ratio >= 0.0995 && ratio < 9999.5) || ratio <= 0) return three_digits(ratio) + "×";
  return fmt::format("{:.2g}×", ratio);
}

std::string clipped(const std::string& text, std::size_t length) {
  std::vector<std::size_t> starts;  // of the characters
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) starts.push_back(i);
  }
  if (starts.size() <= length) return text;
  const std::size_t tail = length / 2;
  return text.substr(0, starts[length - 1 - tail]) + "…" +
         text.substr(starts[starts.size() - tail]);
}

std::string bytes(double value) {
  static constexpr std::array<const char*, 5> units{" B", " KiB", " MiB", " GiB", " TiB"};
  if (!std::isfinite(value)) return "n/a";
  std::size_t step = 0;
  while (std::abs(value) >= 1023.5 && step + 1 < units.size()) {
    value /= 1024;
    ++step;
  }
  return (step == 0 ? fmt::format("{:.0f}", value) : three_digits(value)) + units[step];
}

}  // namespace contend
