#include <contend/load/arrivals.hpp>

#include <cmath>
#include <stdexcept>

namespace contend {

std::optional<double> offered_share(const parameters& params) {
  if (params.text("arrivals") == "closed") return std::nullopt;
  double percent = 0;
  try {
    percent = params.number("arrivals");
  } catch (const std::invalid_argument&) {
    percent = 0;
  }
  if (!(percent >= 1 && percent <= 400)) {
    throw std::invalid_argument("arrivals: closed, or 1 to 400 per cent of the capacity, not '" +
                                params.text("arrivals") + "'");
  }
  return percent / 100;
}

arrivals::arrivals(double rate, std::int64_t start, std::uint64_t seed)
    : _mean_gap(1e9 / rate), _start(start), _random(seed) {
  if (!(rate > 0) || !std::isfinite(_mean_gap)) {
    throw std::invalid_argument("arrivals: the rate must be above 0");
  }
  pop();
}

void arrivals::pop() noexcept {
  // unit() is below 1, so the logarithm is finite.
  _offset -= _mean_gap * std::log1p(-_random.unit());
}

}  // namespace contend
