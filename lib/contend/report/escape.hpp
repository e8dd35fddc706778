// Foreign text inside HTML, SVG and XML.
#pragma once

#include <string>
#include <string_view>

namespace contend {

/// Text that every format may hold: control characters other than a line's end and a tab become
/// U+FFFD, as does whatever is no UTF-8 and what XML 1.0 forbids (U+FFFE, U+FFFF).
[[nodiscard]] std::string harmless(std::string_view text);

/// harmless(), and safe as element content and inside a quoted attribute.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace contend
