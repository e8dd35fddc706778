// A comparison as JUnit XML.
#pragma once

#include <contend/analysis/comparison.hpp>

#include <map>
#include <string>
#include <vector>

namespace contend {

/// One suite with a case a curve. Failed: slower, broken. Skipped: inconclusive, invalid and what
/// was not compared, with the reason. Passed: the same, faster. The text of each are its points;
/// `head`, what was compared, is the suite's output. See junit_xml().
[[nodiscard]] std::string comparison_junit(const std::string& head,
                                           const std::vector<curve_comparison>& curves,
                                           const std::map<std::string, std::string>& left_out,
                                           const comparison_plan& plan);

}  // namespace contend
