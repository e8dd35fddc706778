// A parameter whose value is one of a few words.
#pragma once

#include <contend/load/parameters.hpp>

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

namespace contend::suites {

/// Which of the words the parameter is, counted from 0. Throws std::invalid_argument that names
/// the parameter and the words if it is none of them.
inline unsigned choice(const parameters& p, std::string_view what,
                       std::initializer_list<std::string_view> words) {
  const std::string& value = p.text(what);
  std::string all;
  unsigned place = 0;
  for (const std::string_view w : words) {
    if (value == w) return place;
    (all += place++ == 0 ? "" : ", ") += w;
  }
  throw std::invalid_argument(std::string(what) + " must be one of " + all + ", not " + value);
}

}  // namespace contend::suites
