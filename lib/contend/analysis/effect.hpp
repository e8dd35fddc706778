// How much a change changed one point: from a log ratio a block to an effect with its doubt.
#pragma once

#include <contend/analysis/centre.hpp>
#include <contend/analysis/estimate.hpp>

#include <optional>
#include <span>

namespace contend {

/// The interval that holds the median of any distribution with at least this confidence: between
/// two order statistics, by the sign test. None if even the extremes hold it less often (five
/// values hold it with 93.75 %).
[[nodiscard]] std::optional<interval> sign_interval(std::span<const double> values,
                                                    double confidence);

/// What separates two programs at one point, as the logarithm of candidate over base.
struct effect {
  centre at;                        ///< the 20 % trimmed mean over the blocks
  std::optional<interval> ci;       ///< Yuen's; none of fewer than two blocks
  double median = 0;                ///< of the blocks
  std::optional<interval> sign_ci;  ///< the sign test's, around the median; none of few blocks
  unsigned blocks = 0;              ///< of the two programs' pairs, or of the side that has fewer
  /// The two ways to look do not agree: one's centre lies outside the other's interval. Then the
  /// blocks are so skewed, or so unlike each other, that no one number stands for them.
  bool unstable = false;
};

/// The effect over pairs: one log ratio a block.
[[nodiscard]] effect paired_effect(std::span<const double> log_ratios, double confidence);

/// The effect between two groups of blocks that have nothing to do with each other: Yuen's interval
/// for two groups, with Welch's degrees of freedom. The values are logarithms of rates. No sign
/// test, as there are no pairs.
[[nodiscard]] effect group_effect(std::span<const double> base, std::span<const double> candidate,
                                  double confidence);

/// The least slow-down (a positive logarithm) that would have been called slower nine times in
/// ten: one that a two-sided test at `level` finds, and whose estimate also falls beyond `margin`
/// (likewise a logarithm).
[[nodiscard]] double detectable(const centre& at, double level, double margin);

}  // namespace contend
