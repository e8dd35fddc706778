// The words and numbers of a comparison: the same in text, in Markdown and in XML.
#pragma once

#include <contend/analysis/comparison.hpp>

#include <array>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace contend {

/// The worst verdict first.
inline constexpr std::array verdicts_by_weight{verdict::broken,  verdict::slower,
                                               verdict::faster,  verdict::inconclusive,
                                               verdict::invalid, verdict::same};

/// "p=0.0031", "p<0.0001".
[[nodiscard]] std::string p_text(double p);

/// "4 threads", "8 threads, over", "mean of all".
[[nodiscard]] std::string point_label(const point_comparison& p);

/// Beside "same" the least slow-down that would have been found, else why. Not escaped.
[[nodiscard]] std::string reason_of(const point_comparison& p);

/// The point that gave the curve its verdict: of those with that verdict the one that changed most;
/// of the points of a curve that stayed the same the one that could have shown least. Null if no
/// point has the curve's verdict, as where a second opinion took it back.
[[nodiscard]] const point_comparison* telling_point(const curve_comparison& c);

/// "12 curves: 1 slower, 11 same".
[[nodiscard]] std::string count_verdicts(std::span<const curve_comparison> curves);

/// What a change is of, what its interval is, and the margin.
[[nodiscard]] std::string legend_of(const comparison_plan& plan);

/// Why curves were left out -> their names.
[[nodiscard]] std::map<std::string, std::vector<std::string>> left_out_by_reason(
    const std::map<std::string, std::string>& left_out);

}  // namespace contend
