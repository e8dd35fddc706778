// The answers and the rankings, as text for a terminal.
#pragma once

#include <contend/analysis/findings.hpp>
#include <contend/report/text_cells.hpp>

#include <cstddef>
#include <string>

namespace contend {

/// The ratio questions as tables, the crossings and plateaus as a line each; ends with an empty
/// line if there are any.
[[nodiscard]] std::string table_of_answers(const findings& found, const palette& paint,
                                           std::size_t width);

/// A line for each curve that falls, by load; begins with an empty line. Empty if none does.
[[nodiscard]] std::string table_of_falls(const findings& found, const palette& paint,
                                         std::size_t width);

/// A paragraph a load: the best design, the others against it, and which scale negatively; begins
/// with an empty line if there are any.
[[nodiscard]] std::string table_of_rankings(const findings& found, const palette& paint,
                                            std::size_t width);

}  // namespace contend
