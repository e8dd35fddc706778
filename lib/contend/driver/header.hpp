// What a run says about itself: machine, build, what was asked for.
#pragma once

#include <contend/analysis/record.hpp>
#include <contend/driver/commands.hpp>
#include <contend/driver/plan.hpp>
#include <contend/host/topology.hpp>

#include <map>
#include <string>
#include <vector>

namespace contend::driver {

/// Compiler, standard library, build type and the versions of the libraries under test.
[[nodiscard]] std::map<std::string, std::string> describe_build();

/// The header of a new run. `options.threads` must be the resolved list.
[[nodiscard]] run_record make_header(const catalog& cases, const sweep_options& options,
                                     const std::vector<curve_plan>& curves,
                                     const host::topology& where);

/// The options that a header was made from, to go on with its run.
[[nodiscard]] sweep_options options_of(const run_record& header);

/// UTC, ISO 8601 basic ("20260131T235959Z") or extended.
[[nodiscard]] std::string utc_now(bool extended);

}  // namespace contend::driver
