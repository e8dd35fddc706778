// How far a number computed from all blocks can be trusted, when no formula says so.
#pragma once

#include <contend/analysis/estimate.hpp>

#include <span>

namespace contend {

/// The delete-one jackknife (Tukey 1958): `without[b]` is the number computed from all blocks but
/// b. Standard error sqrt((B - 1)/B sum (without - their mean)^2), Student's interval with B - 1
/// degrees of freedom about `value`. No interval of fewer than two blocks, or if something is not
/// finite. The confidence is two-sided.
[[nodiscard]] estimate jackknife(double value, std::span<const double> without,
                                 double confidence = 0.95);

/// The same of the logarithms, taken back; everything must be positive, else there is no interval.
[[nodiscard]] estimate jackknife_of_logs(double value, std::span<const double> without,
                                         double confidence = 0.95);

}  // namespace contend
