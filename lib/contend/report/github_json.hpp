// A run as github-action-benchmark's own format, of its tool customBiggerIsBetter.
#pragma once

#include <contend/analysis/findings.hpp>
#include <contend/analysis/record.hpp>

#include <string>

namespace contend {

/// An array with an object a point that has a throughput: `name` is ".../threads:N", `value` the
/// successful operations of the whole team a second, `unit` "ops/s", `range` half of the 95 %
/// interval ("± 1.2 %"; absent if there is none), `extra` what a reader has to know besides, in
/// lines. A point that failed, or is invalid or refused, is absent; of a run without any number the
/// action says that it found no result. Ends with a newline.
[[nodiscard]] std::string github_json(const run_record& run, const findings& found);

}  // namespace contend
