// The numbers of memory runs as text.
#pragma once

#include <contend/analysis/footprint_summary.hpp>

#include <string>

namespace contend {

/// "1.31×", "12.0 MiB", "93 %".
[[nodiscard]] std::string number_text(const footprint_summary::number& n);

/// "1.20× to 1.31×"; why there is no interval, if there is none.
[[nodiscard]] std::string number_bounds(const footprint_summary::number& n);

/// An exponent with two digits, and no minus before zeros.
[[nodiscard]] std::string exponent_text(double slope);

/// "threads^0.42"; why there is none, if there is none.
[[nodiscard]] std::string slope_text(const blowup& b);

}  // namespace contend
