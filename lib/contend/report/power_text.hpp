// What a gate can see on a host, as text for who decides whether to have one.
#pragma once

#include <contend/analysis/gate_power.hpp>
#include <contend/analysis/record.hpp>
#include <contend/report/text_cells.hpp>

#include <string>

namespace contend {

/// In short first: false alarms, finds, and the least slow-down that is found. Then each curve with
/// a line a plant. `run` is either side of the duet, for what its header says. UTF-8.
[[nodiscard]] std::string power_text(const gate_power& seen, const gate& of, const run_record& run,
                                     const palette& paint);

}  // namespace contend
