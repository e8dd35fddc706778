// A comparison as a page: every interval on one axis, the margin behind them.
#pragma once

#include <contend/analysis/comparison.hpp>

#include <map>
#include <string>
#include <vector>

namespace contend {

/// One file that works offline. The worst verdict first; what stayed the same is folded. `head`:
/// what was compared, lines of text.
[[nodiscard]] std::string comparison_html(const std::string& head,
                                          const std::vector<curve_comparison>& curves,
                                          const std::map<std::string, std::string>& left_out,
                                          const comparison_plan& plan);

}  // namespace contend
