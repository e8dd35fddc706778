// The answers to the trend questions, as text for a terminal.
#pragma once

#include <contend/analysis/findings.hpp>
#include <contend/report/text_cells.hpp>

#include <cstddef>
#include <string>

namespace contend {

/// A table for each subject, number of threads and setting: a row a value of the parameter, the
/// throughput and the metrics that fit `width`. Ends with an empty line if there are any.
[[nodiscard]] std::string table_of_trends(const findings& found, const palette& paint,
                                          std::size_t width);

}  // namespace contend
