// Histories that no recording can have made.
#pragma once

#include <contend/linearize/operation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace contend::linearize {

/// What an object is called by.
enum class object { container, queue };

/// What is wrong with the form of a history, in one line; nothing if it can be checked. Wrong is:
/// an operation that returned before it was called, or returned without an answer, or answered
/// without returning; a thread with two operations at once, or that goes on after one that did not
/// return; an action that the object has not; of a queue, one value in two pushes that may both
/// have taken effect.
[[nodiscard]] std::optional<std::string> malformed(const history& all, object which);

/// Throws std::invalid_argument with what malformed() says.
void require_well_formed(const history& all, object which);

}  // namespace contend::linearize
