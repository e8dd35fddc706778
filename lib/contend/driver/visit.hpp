// One visit: a child is started, watched and heard; the result is a record, whatever happened.
#pragma once

#include <contend/analysis/record.hpp>
#include <contend/driver/child.hpp>
#include <contend/driver/commands.hpp>
#include <contend/driver/plan.hpp>

#include <functional>
#include <string>
#include <vector>

namespace contend::driver {

/// What the child of a visit is asked: the case, its threads, the seed of its block, and how long
/// to measure. `plant`: by what factor to slow it down; 1 for not. `preload`: the library that it
/// has to find itself under; empty for none.
[[nodiscard]] std::vector<std::string> point_arguments(const curve_plan& curve, const visit& v,
                                                       const sweep_options& options, double plant,
                                                       const std::string& preload);

/// `plan` runs `contend point` for a point whose path without threads is `name`. The record's
/// name, threads and process_seconds are set; its status is typed: "ok", "oracle: ...",
/// "crashed: SIGSEGV", "timeout", "oom", "failed: ...", "cancelled".
[[nodiscard]] point_record visit_point(const std::string& name, unsigned threads,
                                       const child_plan& plan,
                                       const std::function<bool()>& cancelled);

/// The same for a memory run (`plan` has --footprint): the child is sampled while it runs, and the
/// record has the numbers of footprint_of() as metrics and, as series, "live_bytes" and
/// "resident_bytes", in seconds since the first step. "invalid: ..." if it could not be sampled
/// often enough.
[[nodiscard]] point_record visit_footprint(const std::string& name, unsigned threads,
                                           const child_plan& plan,
                                           const std::function<bool()>& cancelled);

}  // namespace contend::driver
