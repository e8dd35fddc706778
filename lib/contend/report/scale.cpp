#include <contend/report/format.hpp>
#include <contend/report/scale.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace contend {
namespace {

/// si() without zeros that say nothing: "1.50 M" is "1.5 M", "10.0 k" is "10 k".
std::string short_si(double value) {
  std::string text = si(value);
  const std::size_t unit = std::min(text.find(' '), text.size());
  if (text.find('.') < unit) {
    std::size_t last = unit;
    while (text[last - 1] == '0') --last;
    if (text[last - 1] == '.') --last;
    text.erase(last, unit - last);
  }
  return text;
}

}  // namespace

double scale::at(double value) const {
  const auto place = [this](double x) { return logarithmic ? std::log(x) : x; };
  const double span = place(high) - place(low);
  const double part = span > 0 ? (place(value) - place(low)) / span : 0.5;
  return from + part * (to - from);
}

std::vector<tick> throughput_ticks(double low, double high) {
  static const std::vector<std::vector<double>> finer{
      {1}, {1, 3}, {1, 2, 5}, {1, 1.5, 2, 3, 5, 7}, {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9}};
  std::vector<tick> best;
  for (const auto& steps : finer) {
    std::vector<tick> ticks;
    for (int exponent = static_cast<int>(std::floor(std::log10(low)));
         std::pow(10, exponent) <= high; ++exponent) {
      for (const double step : steps) {
        const double value = step * std::pow(10, exponent);
        if (value >= low * 0.999 && value <= high * 1.001)
          ticks.push_back({value, short_si(value)});
      }
    }
    if (ticks.size() > 7) break;
    best = std::move(ticks);
  }
  if (!best.empty()) return best;
  // Very many decades: every k-th of them.
  const int first = static_cast<int>(std::ceil(std::log10(low)));
  const int last = static_cast<int>(std::floor(std::log10(high)));
  for (int e = first, step = (last - first) / 6 + 1; e <= last; e += step) {
    best.push_back({std::pow(10, e), short_si(std::pow(10, e))});
  }
  return best;
}

std::vector<tick> share_ticks(double high) {
  double step = 0.25;
  while (high / step > 6) step *= 2;
  std::vector<tick> ticks;
  for (int i = 0; i * step <= high * 1.001; ++i) {
    ticks.push_back({i * step, fixed(100 * i * step, 0) + " %"});
  }
  return ticks;
}

std::vector<double> spread(std::span<const double> wanted, double gap, double low, double high) {
  if (wanted.empty()) return {};
  const double n = static_cast<double>(wanted.size());
  if (wanted.size() > 1) gap = std::min(gap, (high - low) / (n - 1));
  // With i gaps taken off, "at least a gap apart" becomes "not falling": isotonic regression, by
  // pooling neighbours that are in the wrong order.
  struct pool {
    double mean;
    double size;
  };
  std::vector<pool> pools;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    pools.push_back({wanted[i] - gap * static_cast<double>(i), 1});
    while (pools.size() > 1 && pools[pools.size() - 2].mean > pools.back().mean) {
      const pool right = pools.back();
      pools.pop_back();
      pool& left = pools.back();
      left.mean = (left.mean * left.size + right.mean * right.size) / (left.size + right.size);
      left.size += right.size;
    }
  }
  std::vector<double> result;
  for (const pool& p : pools) {
    const double place = std::clamp(p.mean, low, std::max(low, high - gap * (n - 1)));
    for (double k = 0; k < p.size; ++k) {
      result.push_back(place + gap * static_cast<double>(result.size()));
    }
  }
  return result;
}

}  // namespace contend
