// The hand-off law that lies nearest to rates: the one that is linear in nothing.
#pragma once

#include <contend/analysis/law_fit.hpp>

#include <optional>

namespace contend {

/// What fit() says of a hand-off; the points are sound. `near`: where to begin, in place of the
/// grid.
[[nodiscard]] std::optional<law> fit_handoff(const law_points& points, const law* near);

}  // namespace contend
