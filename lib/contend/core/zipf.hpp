// Skewed keys: which rank is drawn (zipf), and which key has that rank (scatter).
#pragma once

#include <contend/core/rng.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <stdexcept>

namespace contend {

/// Ranks in [0, n) where rank r is drawn in proportion to 1 / (r + 1)^theta: Gray, Sundaresan,
/// Englert, Baclawski, Weinberger, SIGMOD 1994, figure 8, as used by YCSB (theta 0.99). Theta 0
/// is uniform. Ranks 0 and 1 get exactly their share, the others an approximation of it by a
/// continuous distribution, too much for the next few (the ten first ranks together: up to 6 %
/// above theory, at theta 0.99). It is kept for comparability: the YCSB numbers have it too.
///
/// Construction costs a constant time. Immutable afterwards, so that any thread may draw, each
/// with its own rng. A draw costs a pow(), tens of nanoseconds: more than many operations on a
/// map. Where that matters, draw the keys before the clock starts.
class zipf {
 public:
  /// Throws std::invalid_argument unless n > 0 and 0 <= theta < 1.
  zipf(std::uint64_t n, double theta) : _n(n), _theta(theta) {
    if (n == 0) throw std::invalid_argument("zipf: there must be at least one rank");
    if (!(theta >= 0 && theta < 1)) throw std::invalid_argument("zipf: theta is not in [0, 1)");
    _zeta = zeta(n, theta);
    _first_two = zeta(2, theta);
    _power = 1 / (1 - theta);
    // For n <= 2 ranks 0 and 1 are all there is, and eta would be 0 / 0.
    const double size = static_cast<double>(n);
    if (n > 2) _eta = (1 - std::pow(2 / size, 1 - theta)) / (1 - _first_two / _zeta);
  }

  [[nodiscard]] std::uint64_t operator()(rng& random) const noexcept {
    if (_theta == 0) return random.below(_n);
    const double u = random.unit();
    const double area = u * _zeta;
    if (area < 1 || _n == 1) return 0;
    if (area < _first_two || _n == 2) return 1;
    const double rank = static_cast<double>(_n) * std::pow(_eta * u - _eta + 1, _power);
    // Rounding may carry u close to 1 up to n itself.
    const auto whole = static_cast<std::uint64_t>(rank);
    return whole < _n ? whole : _n - 1;
  }

  /// What theory gives the `top` first ranks together; 1 for top >= n.
  [[nodiscard]] double share(std::uint64_t top) const noexcept {
    return top >= _n ? 1 : zeta(top, _theta) / _zeta;
  }

  [[nodiscard]] std::uint64_t size() const noexcept { return _n; }
  [[nodiscard]] double theta() const noexcept { return _theta; }

  /// The sum of i^-theta over i in 1..n. The first terms are added up, the rest is
  /// Euler-Maclaurin (relative error below 1e-9), so that a billion keys cost no billion pow().
  [[nodiscard]] static double zeta(std::uint64_t n, double theta) noexcept {
    constexpr std::uint64_t added_up = 64;
    double sum = 0;
    for (std::uint64_t i = 1; i <= n && i < added_up; ++i) {
      sum += std::pow(static_cast<double>(i), -theta);
    }
    if (n < added_up) return sum;
    const double a = added_up, b = static_cast<double>(n);
    const auto term = [theta](double x) { return std::pow(x, -theta); };
    const auto slope = [theta](double x) { return -theta * std::pow(x, -theta - 1); };
    const double area = (std::pow(b, 1 - theta) - std::pow(a, 1 - theta)) / (1 - theta);
    return sum + area + (term(a) + term(b)) / 2 + (slope(b) - slope(a)) / 12;
  }

 private:
  std::uint64_t _n;
  double _theta;
  double _zeta = 1;
  double _first_two = 1;
  double _power = 1;
  double _eta = 0;
};

/// A permutation of [0, n): gives each rank its key, so that the hot keys don't sit next to each
/// other in an array, a tree or a table. No table: an invertible mix on the next power of two,
/// applied again while it falls outside (cycle walking: Black, Rogaway, CT-RSA 2002), less than
/// twice on average. Immutable: any thread may call it. A few nanoseconds.
class scatter {
 public:
  /// Throws std::invalid_argument for n == 0. The same seed gives the same permutation.
  explicit scatter(std::uint64_t n, std::uint64_t seed = 1)
      : _n(n), _add(mix(seed)), _multiply(mix(_add) | 1) {
    if (n == 0) throw std::invalid_argument("scatter: there must be at least one rank");
    const int bits = std::bit_width(n - 1);
    _mask = bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
    _shift = bits > 2 ? static_cast<unsigned>(bits + 1) / 2 : 1;
  }

  /// The key of `rank`, which must be in [0, n).
  [[nodiscard]] std::uint64_t operator()(std::uint64_t rank) const noexcept {
    std::uint64_t key = rank;
    do {
      key = once(key);
    } while (key >= _n);
    return key;
  }

 private:
  // Each line can be undone on [0, mask]: an addition, a product with an odd number, and an xor
  // of the high half into the low one.
  [[nodiscard]] std::uint64_t once(std::uint64_t x) const noexcept {
    x = (x + _add) & _mask;
    x = (x * _multiply) & _mask;
    x ^= x >> _shift;
    x = (x * 0x9e3779b97f4a7c15u) & _mask;
    x ^= x >> _shift;
    x = (x * 0xbf58476d1ce4e5b9u) & _mask;
    x ^= x >> _shift;
    return x;
  }

  std::uint64_t _n;
  std::uint64_t _add;
  std::uint64_t _multiply;
  std::uint64_t _mask = 0;
  unsigned _shift = 1;
};

}  // namespace contend
