// A run as JUnit XML: what was measured, and what could not be.
#pragma once

#include <contend/analysis/findings.hpp>
#include <contend/analysis/record.hpp>

#include <string>

namespace contend {

/// A suite a workload, in it a case a point, "subject/param:value/threads:N", and one more for its
/// memory runs if it had any. Failed: an oracle said so, or the process crashed, hung or ran out of
/// memory; with the blocks that did, and their seeds. Skipped: what has no number for another
/// reason, which is the message: the host interfered, the load itself is too slow, not run; and
/// cases that can't run here. Passed: the rest, with the number. The time is that of all its
/// processes. See junit_xml().
[[nodiscard]] std::string junit_run(const run_record& run, const findings& found);

}  // namespace contend
