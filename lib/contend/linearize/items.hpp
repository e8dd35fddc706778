// A queue's history by its items: when each went in and came out.
#pragma once

#include <contend/linearize/operation.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace contend::linearize {

/// A condition that is broken, and by which operations.
struct breach {
  std::string what;
  history by;
  bool needs_absence = false;  ///< it is none if the item that stayed was taken after all
};

struct item {
  operation in, out;  ///< `out.call` is never if it stayed
  [[nodiscard]] bool stayed() const noexcept { return out.call == never; }
};

struct items {
  std::vector<item> all;  ///< that are in, or came out
  std::vector<operation> empty, full;
  std::vector<operation> pending_pushes;  ///< whose item did not come out: it may be in, or not
  bool pending_pop = false;
  std::optional<breach> wrong;  ///< something came out that was not in, or twice; then no more here
};

/// Of a well-formed history of a queue.
[[nodiscard]] items items_of(const history& all);

}  // namespace contend::linearize
