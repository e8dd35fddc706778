// The distribution that intervals need.
#pragma once

namespace contend {

/// The value that a Student t variable with `freedom` (> 0) degrees of freedom stays below with
/// probability p (0 < p < 1).
[[nodiscard]] double student_t_quantile(double p, double freedom);

}  // namespace contend
