// What measuring costs: the price of the harness itself, on this host.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace contend::driver {

struct harness_cost {
  double step_ns = 0;    ///< one step's bookkeeping: virtual call, stop check, counter stores
  double clock_ns = 0;   ///< one reading of the clock
  double sample_ns = 0;  ///< one latency sample: two readings and a histogram entry
  double rounds = 0;     ///< rounds a step of a 5 ns operation has
  /// Share of the time of a 5 ns operation, sampling off and on.
  [[nodiscard]] double share() const { return step_ns / (rounds * 5 + step_ns); }
  [[nodiscard]] double share_sampling() const {
    return (step_ns + sample_ns) / (64 * 5 + step_ns + sample_ns);
  }
};

/// Takes about 20 ms.
[[nodiscard]] harness_cost measure_cost();

/// For the run's header.
[[nodiscard]] std::map<std::string, std::string> describe_cost(const harness_cost& cost);

}  // namespace contend::driver
