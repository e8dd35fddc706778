// Least squares with parameters that must not be negative.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace contend {

/// At most this many columns; those that are not used are 0.
inline constexpr std::size_t most_columns = 3;
using columns_row = std::array<double, most_columns>;

/// The x >= 0 that minimises the sum of weight (row x - target)^2. Exact, not iterated: the least
/// one is the plain solution of one of the at most 7 choices of columns that are not held at zero,
/// so all are solved. A column of zeros, or one that others already span, is held at zero. Weights
/// must not be negative; all zero where nothing is finite. As many targets and weights as rows.
[[nodiscard]] columns_row nonnegative_least_squares(std::span<const columns_row> rows,
                                                    std::span<const double> targets,
                                                    std::span<const double> weights);

}  // namespace contend
