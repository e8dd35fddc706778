// A run in the Bencher Metric Format, for `bencher run --adapter json`.
#pragma once

#include <contend/analysis/findings.hpp>

#include <string>

namespace contend {

/// An object a point that has a throughput, named ".../threads:N", with the measures `throughput`,
/// successful operations of the whole team a second and its 95 % interval as lower and upper value,
/// and, where latencies were sampled, `latency` and `latency-p99`: the median and the 99th
/// percentile of a round, in nanoseconds. The bounds are absent where there is no interval. A point
/// that failed, or is invalid or refused, is absent. Ends with a newline.
///
/// The reader takes names of up to 1024 bytes, and refuses the whole file for one that is longer.
[[nodiscard]] std::string bencher_json(const findings& found);

}  // namespace contend
