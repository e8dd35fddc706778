// How evenly the threads of a team got their work done. Pure functions of what each thread did.
#pragma once

#include <span>

namespace contend {

/// Jain's index, (sum x)^2 / (n sum x^2): 1 if all got the same, 1/n if one got everything. 1 if
/// there is nothing to share. Jain, Chiu, Hawe, DEC-TR-301, 1984. Values must not be negative.
[[nodiscard]] double jain(std::span<const double> done);

/// The slowest thread's part over the fastest's: 1 if all got the same, 0 if one starved. 1 if
/// there is nothing to share. Values must not be negative.
[[nodiscard]] double min_over_max(std::span<const double> done);

}  // namespace contend
