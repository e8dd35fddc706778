// What a format that holds nothing but numbers has to leave out, and how it says so.
#pragma once

#include <contend/analysis/record.hpp>
#include <contend/analysis/summary.hpp>

#include <span>
#include <string>

namespace contend {

/// "2 points failed, 75 invalid, 1 refused, 3 not run, 4 cases skipped"; empty if every point has a
/// number.
[[nodiscard]] std::string left_out_text(std::span<const curve_summary> curves);

/// Lines for whoever reads the numbers elsewhere: what was slowed down on purpose, what was left
/// out, and how many points have two speeds, of which one number says less than the report does.
/// Each ends with a newline; no control characters. Empty if there is nothing to say.
[[nodiscard]] std::string caveats(const run_record& run, std::span<const curve_summary> curves);

}  // namespace contend
