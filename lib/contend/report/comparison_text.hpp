// A comparison as text for a terminal or a CI log.
#pragma once

#include <contend/analysis/comparison.hpp>
#include <contend/report/text_cells.hpp>

#include <map>
#include <string>
#include <vector>

namespace contend {

/// The curves, the worst verdict first, each with a line a point: the change with its interval, the
/// adjusted p-value, the verdict and why. Beside each "same" stands the least slow-down that would
/// have been called slower. Then what was left out, and a line that counts the verdicts. UTF-8.
[[nodiscard]] std::string comparison_text(const std::vector<curve_comparison>& curves,
                                          const std::map<std::string, std::string>& left_out,
                                          const comparison_plan& plan, const palette& paint);

}  // namespace contend
