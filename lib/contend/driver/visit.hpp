// One visit: a child is started, watched and heard; the result is a record, whatever happened.
#pragma once

#include <contend/analysis/record.hpp>
#include <contend/driver/child.hpp>

#include <functional>
#include <string>

namespace contend::driver {

/// `plan` runs `contend point` for a point whose path without threads is `name`. The record's
/// name, threads and process_seconds are set; its status is typed: "ok", "oracle: ...",
/// "crashed: SIGSEGV", "timeout", "oom", "failed: ...", "cancelled".
[[nodiscard]] point_record visit_point(const std::string& name, unsigned threads,
                                       const child_plan& plan,
                                       const std::function<bool()>& cancelled);

}  // namespace contend::driver
