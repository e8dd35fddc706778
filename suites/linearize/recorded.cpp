#include "recorded.hpp"

#include <string>
#include <utility>

namespace contend::suites {

complaint recorded::conclude(linearize::finding found) {
  _found = std::move(found);
  if (_found.outcome != linearize::verdict::not_linearizable) return std::nullopt;
  return "not linearizable: " + _found.why + " (seed " + std::to_string(_seed) + ")";
}

std::vector<metric> recorded::metrics() const {
  const auto number = [](std::uint64_t n) { return static_cast<double>(n); };
  return {{"checked_operations", "operations", number(_found.operations)},
          {"checked_parts", "parts", number(_found.parts)},
          {"undecided_parts", "parts", number(_found.undecided_parts)},
          {"longest_part", "operations", number(_found.longest_part)},
          {"states_visited", "states", number(_found.states)},
          {"proven", "share", _found.exact && _found.undecided_parts == 0 ? 1.0 : 0.0}};
}

}  // namespace contend::suites
