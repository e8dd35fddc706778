// The timed run: warm-up, then windows cut out of the running team, then the oracle.
#pragma once

#include <contend/analysis/record.hpp>
#include <contend/harness/session.hpp>
#include <contend/harness/snapshot.hpp>
#include <contend/load/load.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace contend::harness {

struct measure_plan {
  unsigned threads = 1;
  parameters params = {};
  std::uint64_t seed = 1;
  bool oversubscribed = false;
  std::chrono::nanoseconds warm_up = std::chrono::milliseconds(20);
  std::chrono::nanoseconds window = std::chrono::milliseconds(20);
  unsigned windows = 5;  ///< that count; discarded ones are replaced, up to as many again
  bool latency = false;
  validity_rule rule = {};
};

/// Measures one point with the first plan.threads members of the team. Returns a record with
/// everything but name, block, placement and process_seconds. status is "ok", "oracle: ..." or
/// "invalid: ..."; a record that is not ok has its windows emptied of throughput. Throws what
/// the load throws.
[[nodiscard]] point_record measure(
    team& crew, const std::function<std::unique_ptr<load>(const setting&)>& build,
    const measure_plan& plan);

}  // namespace contend::harness
