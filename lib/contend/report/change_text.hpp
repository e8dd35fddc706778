// A change of speed as text: from the logarithm that analysis computes with to percent.
#pragma once

#include <contend/analysis/estimate.hpp>

#include <string>

namespace contend {

/// "-5.1 %" of the logarithm of a ratio; ">999 %" if it is larger than anybody cares.
[[nodiscard]] std::string change_text(double log_ratio);

/// "[-5.4, -4.8]", in percent.
[[nodiscard]] std::string change_text(const interval& of_log_ratio);

}  // namespace contend
