// Lists as they are typed: "1,2,4".
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace contend::driver {

/// The parts between the commas, as they are; of an empty text one, which is empty.
[[nodiscard]] inline std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    parts.push_back(text.substr(from, comma - from));
    from = comma + 1;
  }
  return parts;
}

}  // namespace contend::driver
