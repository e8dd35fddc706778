// One case's stress run, in this process.
#pragma once

#include <contend/analysis/record.hpp>
#include <contend/catalog/catalog.hpp>
#include <contend/harness/stress.hpp>

namespace contend::driver {

/// `plan` but for the parameters, which are the case's. The record has its name, threads, seed,
/// operations, the load's own metrics and the status "ok" or "oracle: ...". Throws as
/// harness::stress.
[[nodiscard]] point_record stress_run(const case_entry& entry, harness::stress_plan plan);

}  // namespace contend::driver
