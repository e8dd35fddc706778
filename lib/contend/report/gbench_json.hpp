// gbench.json: a run in Google Benchmark's own format, for its compare.py and all that reads it.
#pragma once

#include <contend/analysis/findings.hpp>
#include <contend/analysis/record.hpp>

#include <string>

namespace contend {

/// One entry a point and block that has a number, named ".../threads:N", in the order of
/// measurement. `real_time` is the time of one successful operation of the whole team,
/// 1/throughput, in ns; `cpu_time` is what the team's threads spent on CPUs for it. Of a bimodal
/// point it says less than the report does: the format has one number a block. A point that failed,
/// or is invalid or refused, has no entry; the context's `contend_left_out` says why. Google
/// Benchmark itself writes an entry with a time of 0 and error_occurred there, but its compare.py,
/// and the services that read the format, take the 0 for a time. Ends with a newline.
[[nodiscard]] std::string gbench_json(const run_record& run, const findings& found);

}  // namespace contend
