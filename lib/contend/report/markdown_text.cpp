#include <contend/report/escape.hpp>
#include <contend/report/markdown_text.hpp>

#include <algorithm>
#include <cstddef>

namespace contend {

std::string code_span(std::string_view text) {
  std::string inner = harmless(text);
  std::replace(inner.begin(), inner.end(), '`', '\'');
  std::replace(inner.begin(), inner.end(), '\n', ' ');
  std::replace(inner.begin(), inner.end(), '\t', ' ');
  return inner.empty() ? "" : "`" + inner + "`";
}

std::string code_cell(std::string_view text) {
  std::string result;
  for (const char c : code_span(text)) result += c == '|' ? std::string("\\|") : std::string(1, c);
  return result;
}

std::string code_block(std::string_view lines) {
  // Indented, because no line can end such a block, as one of backquotes ends a fenced one.
  std::string result;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    result += "    " + harmless(line) + "\n";
  }
  return result;
}

}  // namespace contend
