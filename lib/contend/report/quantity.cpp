#include <contend/report/format.hpp>
#include <contend/report/quantity.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace contend {
namespace {

/// The smallest round step that gives at most five; round in powers of two for bytes, of ten else.
double step_for(quantity q, double span) {
  if (q == quantity::bytes) return std::exp2(std::ceil(std::log2(std::max(span / 5, 1e-300))));
  const double decade = std::pow(10, std::floor(std::log10(span / 5)));
  for (const double part : {1., 2., 2.5, 5.}) {
    if (span / (part * decade) <= 5) return part * decade;
  }
  return 10 * decade;
}

std::vector<tick> byte_decades(double low, double high) {
  std::vector<tick> ticks;
  const double first = std::ceil(std::log2(low) - 1e-9);
  const double last = std::floor(std::log2(high) + 1e-9);
  double step = 1;
  for (const double larger : {2., 3., 5., 10., 20.}) {
    if ((last - first) / step < 5) break;
    step = larger;
  }
  for (double e = std::ceil(first / step) * step; e <= last; e += step) {
    ticks.push_back({std::exp2(e), short_text_of(quantity::bytes, std::exp2(e))});
  }
  return ticks;
}

}  // namespace

quantity quantity_of(std::string_view unit) {
  if (unit == "bytes" || unit == "B") return quantity::bytes;
  return unit == "s" || unit == "seconds" ? quantity::seconds : quantity::number;
}

std::string text_of(quantity q, double value) {
  switch (q) {
    case quantity::bytes: return bytes(value);
    case quantity::ratio: return times(value);
    case quantity::seconds: return duration(value);
    case quantity::number:
      // There is no prefix for what is smaller than one.
      return std::abs(value) < 0.9995 && value != 0 && std::isfinite(value)
                 ? fmt::format("{:.3g}", value)
                 : si(value);
  }
  return {};
}

std::string short_text_of(quantity q, double value) {
  std::string text = text_of(q, value);
  const std::size_t end = std::min(text.find_first_not_of("-.0123456789"), text.size());
  if (text.find('.') < end) {
    std::size_t last = end;
    while (text[last - 1] == '0') --last;
    if (text[last - 1] == '.') --last;
    text.erase(last, end - last);
  }
  return text;
}

std::vector<tick> ticks_of(quantity q, double low, double high, bool logarithmic) {
  if (logarithmic && q == quantity::bytes) return byte_decades(low, high);
  std::vector<tick> ticks;
  if (logarithmic) {
    for (const tick& t : throughput_ticks(low, high)) {
      ticks.push_back({t.value, short_text_of(q, t.value)});
    }
    return ticks;
  }
  const double step = step_for(q, high - low);
  for (double i = std::ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; ++i) {
    ticks.push_back({i * step, i == 0 ? "0" : short_text_of(q, i * step)});
  }
  return ticks;
}

}  // namespace contend
