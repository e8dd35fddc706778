// A text that a record may hold or not.
#pragma once

#include <map>
#include <string>

namespace contend {

/// Empty if there is none.
[[nodiscard]] inline std::string entry_of(const std::map<std::string, std::string>& from,
                                          const char* key) {
  const auto at = from.find(key);
  return at == from.end() ? std::string() : at->second;
}

}  // namespace contend
