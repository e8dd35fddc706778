// What a checker says of a history.
#pragma once

#include <contend/linearize/operation.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace contend::linearize {

enum class verdict { linearizable, not_linearizable, undecided };

[[nodiscard]] constexpr std::string_view to_string(verdict v) noexcept {
  switch (v) {
    case verdict::linearizable: return "linearizable";
    case verdict::not_linearizable: return "not linearizable";
    case verdict::undecided: return "undecided";
  }
  return "?";
}

/// How much a check may cost. Its memory is about 24 bytes a state of one part.
struct bounds {
  std::uint64_t states_a_part = std::uint64_t{1} << 21;  ///< of one key, or of one queue
  std::uint64_t states = std::uint64_t{1} << 25;         ///< of all parts together
};

struct finding {
  verdict outcome = verdict::linearizable;
  /// Of "linearizable": proven. False: conditions were checked that every linearizable history
  /// meets, and that others may meet too.
  bool exact = true;
  /// Of "not linearizable": the condition that is broken, and `core` as one line. Of "undecided":
  /// the bound that was hit.
  std::string why;
  /// Of "not linearizable": operations that no order explains, as few as were found.
  history core;

  std::uint64_t operations = 0;
  std::uint64_t parts = 0;            ///< keys; 1 of a queue
  std::uint64_t undecided_parts = 0;  ///< also where another part is known to be wrong
  std::uint64_t longest_part = 0;     ///< operations
  std::uint64_t states = 0;           ///< visited by searches
};

}  // namespace contend::linearize
