// The memory runs, as text for a terminal.
#pragma once

#include <contend/analysis/findings.hpp>
#include <contend/report/text_cells.hpp>

#include <cstddef>
#include <string>

namespace contend {

/// A paragraph a load: what each design held, stranded and gave back, at the most threads that do
/// not share a CPU; begins with an empty line if there are any.
[[nodiscard]] std::string table_of_footprints(const findings& found, const palette& paint,
                                              std::size_t width);

}  // namespace contend
