// What a sweep prints at its end.
#pragma once

#include <contend/analysis/findings.hpp>

#include <string>

namespace contend {

/// The answers to the run's questions; then one row a curve, grouped by suite and workload: the
/// throughput at each thread count with half its interval, and the efficiency at the last thread
/// count that does not oversubscribe the CPUs. Many thread counts are thinned out to what fits
/// `width` columns (those of powers of two and of the topology's edges stay longest), and a line
/// says so. The rankings, laws, failures and skipped cases follow with their reasons. `color` adds
/// ANSI colours. UTF-8.
[[nodiscard]] std::string summary_table(const run_record& run, const findings& found, bool color,
                                        unsigned width = 120);

}  // namespace contend
