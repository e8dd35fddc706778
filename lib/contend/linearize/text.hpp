// A history as one line.
#pragma once

#include <contend/linearize/operation.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace contend::linearize {

[[nodiscard]] std::string_view to_string(action a) noexcept;

/// "T2 find=7 [130,260]": thread, action, what it was given, what it answered, and its stamps less
/// `origin`. "?" stands for what is not known.
[[nodiscard]] std::string text_of(const operation& o, std::int64_t origin);

/// By the time of their call, ns after the first one's, with " | " between them. Of more than 24
/// the last: a reader looks there first.
[[nodiscard]] std::string line_of(history all);

}  // namespace contend::linearize
