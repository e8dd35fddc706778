// When requests arrive: a Poisson process, drawn beforehand, so that a late server is not spared
// the requests that came meanwhile.
#pragma once

#include <contend/core/rng.hpp>
#include <contend/load/parameters.hpp>

#include <cstdint>
#include <optional>

namespace contend {

/// Parameter `arrivals`: `closed` (nothing; the next request comes when there is time for it), or
/// how many per cent of the measured capacity arrive, 1 to 400; as a share. Throws
/// std::invalid_argument for anything else.
[[nodiscard]] std::optional<double> offered_share(const parameters& params);

/// The intended times of one source's requests: exponential gaps with the mean 1 / rate. The sum of
/// several sources is Poisson, too. They follow from rate, start and seed alone, whatever becomes
/// of the requests: who measures from them can't omit, by waiting, what waits behind (coordinated
/// omission: G. Tene, How not to measure latency, 2013). One owner.
class arrivals {
 public:
  /// `rate` in requests a second, above 0; `start` in ns of the clock. Throws
  /// std::invalid_argument.
  arrivals(double rate, std::int64_t start, std::uint64_t seed);

  /// When the next one is due, in ns of the clock.
  [[nodiscard]] std::int64_t next() const noexcept {
    return _start + static_cast<std::int64_t>(_offset);
  }
  /// Takes it. A logarithm: some 10 ns.
  void pop() noexcept;

  /// About how many are due at `now` and not taken: the next one, and what the rate says of the
  /// time since.
  [[nodiscard]] double waiting(std::int64_t now) const noexcept {
    const std::int64_t late = now - next();
    return late < 0 ? 0 : 1 + static_cast<double>(late) / _mean_gap;
  }

 private:
  double _mean_gap;  // ns
  std::int64_t _start;
  double _offset = 0;  // ns since start; as a double, so that gaps below 1 ns add up
  rng _random;
};

}  // namespace contend
