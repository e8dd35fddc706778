#include <contend/report/text_cells.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace contend {

std::string printable(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    result += u < 0x20 || u == 0x7f ? '?' : c;
  }
  return result;
}

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::string left(std::string text, std::size_t width) {
  if (columns(text) > width) {
    while (columns(text) >= width) text.pop_back();
    text += "…";
  }
  return text + std::string(width - std::min(width, columns(text)), ' ');
}

std::string right(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, columns(text)), ' ') + text;
}

std::string wrapped(const std::string& text, std::size_t width, std::size_t indent) {
  std::size_t at = std::min(text.find_first_not_of(' '), text.size());
  std::string result(at, ' ');
  bool fresh = true;  // nothing but spaces on this line yet
  for (std::size_t from = at; from < text.size();) {
    const std::size_t end = std::min(text.find(' ', from), text.size());
    const std::string word = text.substr(from, end - from);
    from = end + 1;
    if (!fresh && at + 1 + columns(word) > width) {
      result += '\n';
      result.append(indent, ' ');
      at = indent;
    } else if (!fresh) {
      result += ' ';
      ++at;
    }
    fresh = false;
    result += word;
    at += columns(word);
  }
  return result;
}

std::string palette::paint(const char* code, const std::string& text) const {
  return on && !text.empty() ? fmt::format("\033[{}m{}\033[0m", code, text) : text;
}

}  // namespace contend
