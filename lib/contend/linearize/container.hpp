// Maps, sets and registers.
#pragma once

#include <contend/linearize/finding.hpp>

namespace contend::linearize {

/// Whether there is an order of the operations, within their intervals, that a map or a set which
/// is empty at first explains. Keys are independent, so each is searched alone (Herlihy and Wing's
/// locality, as Horn and Kroening use it). Exact. The first key that fails makes `why` and `core`.
/// A pure function of its arguments; throws std::invalid_argument for a malformed history.
[[nodiscard]] finding check_container(const history& all, const bounds& most = {});

}  // namespace contend::linearize
