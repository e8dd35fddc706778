// A comparison as a comment on a pull request.
#pragma once

#include <contend/analysis/comparison.hpp>

#include <map>
#include <string>
#include <vector>

namespace contend {

/// GitHub's Markdown: how many curves have which verdict, what was compared (`head`, lines shown as
/// they are), and a table with a row a curve, the worst verdict first: the verdict, the change and
/// interval of the point that gave it, and why. Curves that stayed the same are folded. Ends within
/// most_markdown and a few lines, and says how many curves it did not show.
[[nodiscard]] std::string comparison_markdown(const std::string& head,
                                              const std::vector<curve_comparison>& curves,
                                              const std::map<std::string, std::string>& left_out,
                                              const comparison_plan& plan);

}  // namespace contend
