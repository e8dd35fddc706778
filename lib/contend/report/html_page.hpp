// The shell of a page: one file that loads nothing and runs nothing but its own script.
#pragma once

#include <string>

namespace contend {

/// From the doctype to the opened page. `title` is escaped here.
[[nodiscard]] std::string html_begin(const std::string& title);

/// What closes it.
[[nodiscard]] std::string html_end();

}  // namespace contend
