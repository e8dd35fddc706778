// Many tests at once.
#pragma once

#include <span>
#include <vector>

namespace contend {

struct discoveries {
  std::vector<bool> found;  ///< as in the p-values
  /// A test inside a found hypothesis (one point of a curve) holds if its own p-value, adjusted
  /// within, is at most this: the share of false finds then stays at q on this level too (Benjamini
  /// and Bogomolov, J. Royal Stat. Soc. B 76, 2014). q / m if nothing was found.
  double threshold = 0;
};

/// Benjamini and Hochberg's procedure (J. Royal Stat. Soc. B 57, 1995): of all that is found the
/// expected share of false ones is at most q, if the p-values of the true hypotheses are
/// independent of each other and of the rest. If all hypotheses are true, the chance of any find is
/// at most q. A p-value that is not a number is never found. No values: nothing found.
[[nodiscard]] discoveries find_by_rate(std::span<const double> p_values, double q);

}  // namespace contend
