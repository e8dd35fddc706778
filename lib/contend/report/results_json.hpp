// results.json: what a run says, for programs. Its schema is docs/schema/results.schema.json.
#pragma once

#include <contend/analysis/findings.hpp>

#include <string>

namespace contend {

/// The version in the file's "schema" field; it grows when a reader of the old one would fail.
inline constexpr int results_schema = 1;

/// One JSON object with "run" (the journal's header), "curves", "rankings", "ratios", "crossings",
/// "plateaus", "headrooms", "laws" and "scatter". The same text for the same input. Ends with a
/// newline.
[[nodiscard]] std::string results_json(const run_record& run, const findings& found);

}  // namespace contend
