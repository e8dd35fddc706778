// A run in the text format of Go's benchmarks, for benchstat and all that reads it.
#pragma once

#include <contend/analysis/findings.hpp>
#include <contend/analysis/record.hpp>

#include <string>

namespace contend {

/// One line a point and block: a block is a sample, so that benchstat sees as many as there are.
///
///     BenchmarkRefcount/workload=hot_object/subject=biased/batch=16-4  960  250.5 ns/op  3992015
///     ops/s
///
/// The suite has to begin with a capital there; what the path says by its place gets a key, so that
/// `benchstat -col /subject` puts designs beside each other; -4 are the threads. Any byte of a name
/// that is no printable ASCII, and %, is written as %XX. `ops/s` is the block's throughput:
/// successful operations of the whole team a second. `ns/op` is its inverse, the time from one
/// operation of the team to the next, not what one operation takes: with n threads that is up to n
/// times as much. The number before them counts the successes in kept windows. A block without any
/// progress has 0 ops/s and no ns/op.
///
/// Configuration lines hold what makes two runs incomparable if it differs (machine, window,
/// placement, plants): benchstat puts such runs in tables of their own. What else there is to say
/// stands in lines that begin with #, which its reader passes over; so does what has no number: a
/// point that failed, or is invalid or refused, has no line. Follows design/14313-benchmark-format
/// of the Go project and the reader golang.org/x/perf/benchfmt.
[[nodiscard]] std::string benchfmt(const run_record& run, const findings& found);

}  // namespace contend
