// Text for a terminal: what fits into a cell, and colours.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace contend {

/// What came out of a file must not steer the terminal.
[[nodiscard]] std::string printable(std::string_view text);

/// Columns on a terminal: code points, as we use neither wide nor combining ones.
[[nodiscard]] std::size_t columns(std::string_view text);

/// Filled up with spaces behind; cut with an ellipsis if it is longer.
[[nodiscard]] std::string left(std::string text, std::size_t width);

/// Filled up with spaces in front.
[[nodiscard]] std::string right(const std::string& text, std::size_t width);

/// The words of a text in lines of at most `width` columns, each but the first behind `indent`
/// spaces; a longer word has a line to itself.
[[nodiscard]] std::string wrapped(const std::string& text, std::size_t width, std::size_t indent);

/// ANSI colours, or nothing.
struct palette {
  bool on = false;
  [[nodiscard]] std::string paint(const char* code, const std::string& text) const;
  [[nodiscard]] std::string bold(const std::string& t) const { return paint("1", t); }
  [[nodiscard]] std::string dim(const std::string& t) const { return paint("2", t); }
  [[nodiscard]] std::string bad(const std::string& t) const { return paint("31", t); }
  [[nodiscard]] std::string odd(const std::string& t) const { return paint("33", t); }
};

}  // namespace contend
