// How the page looks and what it does when touched. Constants: the policy knows their digests.
#pragma once

#include <string_view>

namespace contend {

/// The style sheet: light and dark by the reader's preference, narrow and printed.
extern const std::string_view page_style;

/// The script: marks a series everywhere when it is pointed at, and remembers the chosen view. The
/// page is complete without it.
extern const std::string_view page_script;

}  // namespace contend
