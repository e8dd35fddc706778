// Thread counts as they are typed.
#pragma once

#include <contend/host/topology.hpp>

#include <string>
#include <vector>

namespace contend::driver {

/// "auto" or "1,2,4". Throws bad_input for anything else, for 0, and beyond most_threads.
[[nodiscard]] std::vector<unsigned> parse_threads(const std::string& text,
                                                  const host::topology& where);

}  // namespace contend::driver
