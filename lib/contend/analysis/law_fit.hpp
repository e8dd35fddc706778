// The law of one kind that lies nearest to rates.
#pragma once

#include <contend/analysis/law.hpp>

#include <optional>
#include <span>

namespace contend {

/// Logarithms of rates with rising, distinct numbers of threads (>= 1), and how much each counts: 1
/// over the variance of the logarithm. As many of each.
struct law_points {
  std::span<const double> threads;
  std::span<const double> logs;
  std::span<const double> weights;
};

/// The law that minimises the weighted squares of log rate - log law, with parameters that are not
/// negative. None if there are fewer points than parameters, or something is not finite.
///
/// linear, amdahl, usl: n / rate is linear in the parameters, a0 + a1 (n - 1) + a2 n (n - 1), so a
/// non-negative least squares fit of the reciprocals (nonnegative.hpp) needs no starting values; it
/// is refined on the logarithms by Gauss-Newton, whose steps are such fits, too, and are halved
/// until they do not get worse. gustafson: the same with the rate itself, a0 + a1 n. roofline: the
/// best of every way to divide the points into slope and ceiling. handoff: Levenberg-Marquardt from
/// the best place of a fixed grid, or from `near`.
[[nodiscard]] std::optional<law> fit(law_kind kind, const law_points& points,
                                     const law* near = nullptr);

/// The weighted squares that fit() minimises.
[[nodiscard]] double misfit(const law& of, const law_points& points);

}  // namespace contend
