// Foreign text inside HTML and SVG.
#pragma once

#include <string>
#include <string_view>

namespace contend {

/// Safe as element content and inside a quoted attribute. Control characters other than a line's
/// end and a tab become U+FFFD, as does whatever is no UTF-8.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace contend
