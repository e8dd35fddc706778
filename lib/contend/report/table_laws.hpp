// The laws of a run's curves, for a terminal.
#pragma once

#include <contend/analysis/findings.hpp>
#include <contend/report/text_cells.hpp>

#include <cstddef>
#include <string>

namespace contend {

/// A line for each curve that follows a law, grouped by load, and one for each reason why others
/// follow none. Empty if nothing was timed.
[[nodiscard]] std::string table_of_laws(const findings& found, const palette& paint,
                                        std::size_t width);

}  // namespace contend
