// Curves that differ in one numeric parameter.
#pragma once

#include <contend/analysis/summary.hpp>

#include <optional>
#include <string>
#include <utility>

namespace contend {

/// The value of the parameter `name` in "a:1/b:2", and what is left without it; nothing if it is
/// not there or no number.
[[nodiscard]] std::optional<std::pair<double, std::string>> taken_out(const std::string& parameters,
                                                                      const std::string& name);

/// Whether the curve's point at so many threads had more threads than CPUs.
[[nodiscard]] bool oversubscribed(const curve_summary& c, unsigned threads);

}  // namespace contend
