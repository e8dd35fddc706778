#include <contend/analysis/nonnegative.hpp>

#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace contend {
namespace {

using square = std::array<columns_row, most_columns>;

/// The normal equations, with columns scaled to length 1 so that n and n^2 do not differ by
/// magnitudes.
struct normal_equations {
  square matrix{};
  columns_row right{};
  columns_row length{};
};

normal_equations equations_of(std::span<const columns_row> rows, std::span<const double> targets,
                              std::span<const double> weights) {
  normal_equations e;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t i = 0; i < most_columns; ++i) {
      e.length[i] += weights[r] * rows[r][i] * rows[r][i];
    }
  }
  for (double& l : e.length) l = std::sqrt(l);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t i = 0; i < most_columns; ++i) {
      if (!(e.length[i] > 0)) continue;
      const double left = weights[r] * rows[r][i] / e.length[i];
      e.right[i] += left * targets[r];
      for (std::size_t k = 0; k < most_columns; ++k) {
        if (e.length[k] > 0) e.matrix[i][k] += left * rows[r][k] / e.length[k];
      }
    }
  }
  return e;
}

/// The solution with the columns of `choice` (a bit each) free and the others zero; none if they do
/// not determine it. By elimination with the largest pivot.
std::optional<columns_row> solve(const normal_equations& e, unsigned choice) {
  std::array<std::size_t, most_columns> free{};
  std::size_t n = 0;
  for (std::size_t i = 0; i < most_columns; ++i) {
    if ((choice >> i & 1U) == 0) continue;
    if (!(e.length[i] > 0)) return std::nullopt;
    free[n++] = i;
  }
  square a{};
  columns_row b{};
  for (std::size_t i = 0; i < n; ++i) {
    b[i] = e.right[free[i]];
    for (std::size_t k = 0; k < n; ++k) a[i][k] = e.matrix[free[i]][free[k]];
  }
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t pivot = i;
    for (std::size_t k = i + 1; k < n; ++k) {
      if (std::abs(a[k][i]) > std::abs(a[pivot][i])) pivot = k;
    }
    // The diagonal is 1: what is left of it is what the other columns do not span.
    if (!(std::abs(a[pivot][i]) > 1e-12)) return std::nullopt;
    std::swap(a[i], a[pivot]);
    std::swap(b[i], b[pivot]);
    for (std::size_t k = i + 1; k < n; ++k) {
      const double factor = a[k][i] / a[i][i];
      for (std::size_t j = i; j < n; ++j) a[k][j] -= factor * a[i][j];
      b[k] -= factor * b[i];
    }
  }
  columns_row x{};
  for (std::size_t i = n; i-- > 0;) {
    double sum = b[i];
    for (std::size_t k = i + 1; k < n; ++k) sum -= a[i][k] * x[free[k]];
    x[free[i]] = sum / a[i][i];
  }
  return x;
}

/// The sum of squares, less that of the targets.
double cost(const normal_equations& e, const columns_row& x) {
  double sum = 0;
  for (std::size_t i = 0; i < most_columns; ++i) {
    for (std::size_t k = 0; k < most_columns; ++k) sum += x[i] * e.matrix[i][k] * x[k];
    sum -= 2 * e.right[i] * x[i];
  }
  return sum;
}

}  // namespace

columns_row nonnegative_least_squares(std::span<const columns_row> rows,
                                      std::span<const double> targets,
                                      std::span<const double> weights) {
  const normal_equations e = equations_of(rows, targets, weights);
  columns_row best{};
  double least = 0;  // of nothing but zeros
  for (unsigned choice = 1; choice < 1U << most_columns; ++choice) {
    const auto x = solve(e, choice);
    if (!x) continue;
    bool good = true;
    for (const double value : *x) good = good && value >= 0;
    const double sum = good ? cost(e, *x) : std::numeric_limits<double>::infinity();
    if (sum < least) {
      least = sum;
      best = *x;
    }
  }
  for (std::size_t i = 0; i < most_columns; ++i) {
    if (best[i] > 0) best[i] /= e.length[i];
  }
  return best;
}

}  // namespace contend
