// Fisher's F, which tells a law's misfit from noise.
#pragma once

namespace contend {

/// The probability that an F variable with `above` and `below` (> 0) degrees of freedom is at least
/// f. 1 for f <= 0, 0 for an infinite one, 1 for one that is not a number.
[[nodiscard]] double f_tail(double f, double above, double below);

}  // namespace contend
