// The memory run: a fixed amount of work, and then every state in which memory may be stranded.
#pragma once

#include <contend/analysis/record.hpp>
#include <contend/load/load.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace contend::harness {

inline constexpr std::uint64_t default_operations = 4'000'000;

struct footprint_plan {
  std::vector<int> cpus;  ///< one for each thread, as team takes them
  parameters params = {};
  std::uint64_t seed = 1;
  std::uint64_t live_bytes = 0;  ///< setting::live_bytes: of the whole team
  /// The team's work; 0: the load's memory_operations(), or default_operations if it has none.
  std::uint64_t operations = 0;
  double hold_seconds = 0.15;  ///< each state is held for so long
  double tail_seconds = 5.05;  ///< from the threads' exit to the end
};

/// Takes a load through its life cycle on a team of its own and records when each state was reached
/// (footprint_mark) and, while the load works, the series "live_bytes", both on CLOCK_MONOTONIC:
/// somebody outside samples what is resident meanwhile. Returns a record with everything but name,
/// block, placement and process_seconds; status is "ok" or "oracle: ...". Throws what the load
/// throws, and std::system_error if the threads can't be made.
[[nodiscard]] point_record measure_footprint(
    const std::function<std::unique_ptr<load>(const setting&)>& build, const footprint_plan& plan);

}  // namespace contend::harness
