// Items that came out in an order that they must not.
#pragma once

#include <contend/linearize/items.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace contend::linearize {

/// An item that went in after another and came out before it, or though it stayed.
[[nodiscard]] std::optional<breach> overtaken(const std::vector<item>& all);
/// The same, of two items that one thread pushed.
[[nodiscard]] std::optional<breach> overtaken_by_own(std::vector<item> all);
/// An item that has overtaken more than `slack` others.
[[nodiscard]] std::optional<breach> overtaken_beyond(const std::vector<item>& all,
                                                     std::uint64_t slack);
/// An item that came out while one that went in after it was above it, on a stack.
[[nodiscard]] std::optional<breach> buried(const std::vector<item>& all);

}  // namespace contend::linearize
