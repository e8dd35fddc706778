// Two programs, curve by curve: faster, slower or the same, and how sure that is.
#pragma once

#include <contend/analysis/effect.hpp>
#include <contend/analysis/run_pair.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace contend {

struct comparison_plan {
  double margin = 0.03;  ///< a change below this share matters to nobody
  double error = 0.05;   ///< the chance of any false find in a comparison of a program with itself
  /// After how many blocks the results are looked at; a curve may stop being measured then. Each
  /// look has an equal part of the error (Bonferroni). Empty: once, when all is there.
  std::vector<unsigned> looks;
  std::uint64_t seed = 1;  ///< of the sign patterns that are drawn
  unsigned draws = 9999;   ///< at least; more if there are so many curves that p must be smaller
};

/// A thread count; or, with threads 0, the mean over all thread counts of the curve.
struct point_comparison {
  unsigned threads = 0;
  bool oversubscribed = false;
  effect change;
  double base_rate = 0, candidate_rate = 0;  ///< geometric centres, operations a second
  double p = 1;                              ///< adjusted for the curve's points and for the looks
  verdict is = verdict::inconclusive;
  std::string why;  ///< of inconclusive, invalid, broken
  /// The least slow-down, as a share, that this would have been called slower for, nine times in
  /// ten; none of fewer than reliable_blocks().
  std::optional<double> detectable;
  /// What fresh blocks say to a point that was slower; see confirm().
  std::optional<effect> again;
  double again_p = 1;
};

struct curve_comparison {
  std::string name;
  std::vector<point_comparison> points;
  std::optional<point_comparison> whole;  ///< only of two points or more
  double p = 1;                           ///< the least of its points'
  unsigned blocks = 0;
  bool exact = false;  ///< all sign patterns were enumerated, at the last look
  verdict is = verdict::inconclusive;
  bool confirmed = false;  ///< only of slower
  /// The worst of its points' detectable.
  [[nodiscard]] std::optional<double> detectable() const;
};

/// Runs whose blocks are pairs: measured in turns, who goes first decided by a coin for each curve
/// and block.
///
/// A curve is found to differ if its p-value (flip_blocks(), times the number of looks) passes
/// find_by_rate() over all curves; a point of it if its own does, adjusted within the curve. It is
/// slower or faster if besides its estimate lies beyond the margin, and the same if its interval
/// lies within the margin either way (log(1 - margin) and its negative): at a confidence of
/// 1 - 2 error / looks, which makes it two one-sided tests of error / looks each. Anything else is
/// inconclusive; so is a point whose two intervals disagree, and one with a doubt is never the
/// same. A curve is slower if any point is; else faster if any is; the same if all are.
///
/// `slower` still wants to be confirmed.
[[nodiscard]] std::vector<curve_comparison> compare_pairs(const run_pair& runs,
                                                          const comparison_plan& plan);

/// A second opinion: `fresh` holds blocks of the slower curves from new processes and another seed.
/// A curve stays slower if one of the points that were is slower again: one-sided, at plan.error
/// adjusted for those points, and beyond the margin. The others become inconclusive, as does a
/// curve that `fresh` lacks.
void confirm(std::vector<curve_comparison>& curves, const run_pair& fresh,
             const comparison_plan& plan);

/// Runs from two different times. Nothing was in turns, so that whatever else changed between them
/// is in the result: to be called slower or faster a point's whole interval must lie beyond the
/// margin, not just its estimate. Nothing is confirmed. plan.looks does not matter.
[[nodiscard]] std::vector<curve_comparison> compare_separate(const run_pair& runs,
                                                             const comparison_plan& plan);

/// The fewest blocks with which a single one of so many curves could be called slower.
[[nodiscard]] unsigned least_blocks(std::size_t curves, const comparison_plan& plan);

/// With so many it will, nearly always: half as many again. With the least number a large slow-down
/// is found about every other time, as p can't be small enough where a block or two that are
/// trimmed away might as well have been flipped (simulated: docs/power.md).
[[nodiscard]] unsigned reliable_blocks(std::size_t curves, const comparison_plan& plan);

}  // namespace contend
