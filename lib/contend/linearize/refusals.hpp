// Pops that say empty and pushes that say full when they must not.
#pragma once

#include <contend/linearize/items.hpp>
#include <contend/linearize/queue.hpp>

#include <optional>

namespace contend::linearize {

/// A pop that says empty though at each moment of it one item or another was certainly there: it
/// had gone in, and nobody had begun to take it.
[[nodiscard]] std::optional<breach> wrongly_empty(const items& of, const history& all,
                                                  refusal means);

/// A push that says full though at no moment of it `capacity` items can have been there, even if
/// all went in as early and came out as late as possible. With capacity 0: any that says full.
[[nodiscard]] std::optional<breach> wrongly_full(const items& of, const history& all, refusal means,
                                                 std::uint64_t capacity);

}  // namespace contend::linearize
