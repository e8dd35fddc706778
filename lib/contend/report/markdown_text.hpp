// Foreign text inside GitHub's Markdown.
#pragma once

#include <string>
#include <string_view>

namespace contend {

/// A code span on one line: whatever the text is, it makes no markup, mention or link. Backquotes
/// become apostrophes; control characters, and what is no UTF-8, U+FFFD.
[[nodiscard]] std::string code_span(std::string_view text);

/// The same in a cell of a table, where a bar is escaped even inside a code span.
[[nodiscard]] std::string code_cell(std::string_view text);

/// Lines that are shown as they are.
[[nodiscard]] std::string code_block(std::string_view lines);

/// The most that a comment on a pull request may have is 65 536 characters. Tables end before it.
inline constexpr std::size_t most_markdown = 60'000;

}  // namespace contend
