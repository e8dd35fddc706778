// The few operations on one key that are already enough to be wrong.
#pragma once

#include <contend/linearize/operation.hpp>

#include <cstdint>

namespace contend::linearize {

struct core {
  history operations;
  /// They are wrong whatever the key held before them. False: only because nothing was there.
  bool from_any_state = false;
};

/// Of a history of one key that is not linearizable, a part of which that follows from it and is
/// not either. `stuck`: see search_result. What may be taken away is what an order of the whole
/// would leave an order of the rest:
///  - all that was called after some time; what was under way then need not have happened;
///  - all that returned before some time, if then the rest is wrong from every state that the key
///  may
///    have been in; what was under way then need not have happened within the rest;
///  - what only read.
/// A write in between may not: what others saw of it would come from nowhere.
[[nodiscard]] core shrink(const history& one_key, std::int64_t stuck);

}  // namespace contend::linearize
