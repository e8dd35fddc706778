// Slow-downs that were planted into a run on purpose.
#pragma once

#include <contend/analysis/record.hpp>

#include <map>
#include <string>

namespace contend {

/// A case's path -> the factor by which it was slowed down.
using plants = std::map<std::string, double>;

/// What a run's header says of them, in its option "plant"; empty if nothing was planted. A text
/// that is no CASE=FACTOR counts as a plant of factor 0: it must not pass for an honest run.
[[nodiscard]] plants plants_of(const run_record& run);

/// The same as the header's text: "CASE=1.05 CASE=1.1".
[[nodiscard]] std::string to_text(const plants& all);

}  // namespace contend
