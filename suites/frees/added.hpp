// What workers leave behind, added up.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/load/histogram.hpp>

#include <concepts>
#include <vector>

namespace contend::suites {

/// The sum of one number, or the union of one histogram, over all workers' states.
template <class State, std::integral Number>
[[nodiscard]] Number added(const std::vector<padded<State>>& states, Number State::*what) noexcept {
  Number sum = 0;
  for (const auto& s : states) sum += s.value.*what;
  return sum;
}
template <class State>
[[nodiscard]] histogram added(const std::vector<padded<State>>& states, histogram State::*what) {
  histogram all;
  for (const auto& s : states) all.merge(s.value.*what);
  return all;
}

}  // namespace contend::suites
