// Parameters that a load refuses by name.
#pragma once

#include <contend/load/parameters.hpp>

#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

namespace contend::suites {

/// The integer parameter `what` of workload `load`; throws std::invalid_argument unless it is
/// `least` to `most`.
inline std::uint64_t in_range(std::string_view load, const parameters& from, std::string_view what,
                              std::int64_t least, std::int64_t most) {
  const std::int64_t value = from.integer(what);
  if (value < least || value > most) {
    throw std::invalid_argument(std::string(load) + ": " + std::string(what) + " must be " +
                                std::to_string(least) + " to " + std::to_string(most) + ", not " +
                                std::to_string(value));
  }
  return static_cast<std::uint64_t>(value);
}

/// The place of the parameter's text among `words`; throws std::invalid_argument if it is none.
inline unsigned one_of(std::string_view load, const parameters& from, std::string_view what,
                       std::initializer_list<std::string_view> words) {
  const std::string& value = from.text(what);
  std::string all;
  unsigned place = 0;
  for (const std::string_view word : words) {
    if (value == word) return place;
    if (place++ != 0) all += ", ";
    all += word;
  }
  throw std::invalid_argument(std::string(load) + ": " + std::string(what) + " must be one of " +
                              all + ", not " + value);
}

}  // namespace contend::suites
