// Small readers for the text that the kernel hands out under /proc and /sys.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace contend::host {

/// Where the text of a file comes from: the real tree, or a fixture in a test. Nothing if there
/// is no such file, or it can't be read.
using text_source = std::function<std::optional<std::string>(const std::string& path)>;

/// The whole file; nothing if it can't be opened or read. Never throws for a missing file.
[[nodiscard]] std::optional<std::string> read_text(const std::string& path);

/// Takes the text up to `separator` off the front of `rest` (all of it if there is none).
[[nodiscard]] constexpr std::string_view take(std::string_view& rest, char separator) noexcept {
  const auto at = rest.find(separator);
  const std::string_view front = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
  return front;
}

/// Without the white space at both ends.
[[nodiscard]] constexpr std::string_view trim(std::string_view text) noexcept {
  constexpr std::string_view white = " \t\r\n";
  const auto first = text.find_first_not_of(white);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white) - first + 1);
}

/// The unsigned decimal number that is the whole of the trimmed text; nothing otherwise.
[[nodiscard]] std::optional<std::uint64_t> to_number(std::string_view text) noexcept;

/// The number at the front of the trimmed text: "  1024 kB" is 1024.
[[nodiscard]] std::optional<std::uint64_t> leading_number(std::string_view text) noexcept;

/// Takes the next number off the front of `rest`, skipping blanks; nothing, and `rest` left
/// alone, if something else is there.
[[nodiscard]] std::optional<std::uint64_t> take_number(std::string_view& rest) noexcept;

/// What follows "name<blanks>:" on the first line that starts so, trimmed; nothing if no line
/// does. For /proc/self/status, /proc/meminfo, /proc/cpuinfo and their like.
[[nodiscard]] std::optional<std::string_view> value_of(std::string_view text,
                                                       std::string_view name) noexcept;

/// True if `word` is one of the words of `text`, which blanks and line ends separate.
[[nodiscard]] constexpr bool has_word(std::string_view text, std::string_view word) noexcept {
  while (!text.empty()) {
    if (trim(take(text, ' ')) == word) return true;
  }
  return false;
}

}  // namespace contend::host
