// What a reader has to know before any curve: what failed, and what is not there.
#pragma once

#include <contend/analysis/record.hpp>
#include <contend/report/html_layout.hpp>

#include <span>
#include <string>

namespace contend {

/// A box of the cases that were slowed down on purpose; empty if there are none.
[[nodiscard]] std::string html_plants(const run_record& run);

/// Boxes of failed points, of points not run and of skipped cases, each only if there are any.
[[nodiscard]] std::string html_notices(std::span<const suite_layout> suites);

/// The counts at a glance.
[[nodiscard]] std::string html_tiles(std::span<const curve_summary> curves);

}  // namespace contend
