#include <contend/host/text.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

namespace contend::host {

std::optional<std::string> read_text(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::string text;
  char buffer[4096];
  for (;;) {
    const ssize_t n = ::read(file, buffer, sizeof buffer);
    if (n > 0) {
      text.append(buffer, static_cast<std::size_t>(n));
    } else if (n == 0) {
      ::close(file);
      return text;
    } else if (errno != EINTR) {
      ::close(file);
      return std::nullopt;
    }
  }
}

std::optional<std::uint64_t> take_number(std::string_view& rest) noexcept {
  const auto first = rest.find_first_not_of(" \t");
  if (first == std::string_view::npos) return std::nullopt;
  std::uint64_t value = 0;
  const char* const stop = rest.data() + rest.size();
  const auto [end, error] = std::from_chars(rest.data() + first, stop, value);
  if (error != std::errc{}) return std::nullopt;
  rest = {end, static_cast<std::size_t>(stop - end)};
  return value;
}

std::optional<std::uint64_t> leading_number(std::string_view text) noexcept {
  text = trim(text);
  return take_number(text);
}

std::optional<std::uint64_t> to_number(std::string_view text) noexcept {
  text = trim(text);
  const auto value = take_number(text);
  return text.empty() ? value : std::nullopt;
}

std::optional<std::string_view> value_of(std::string_view text, std::string_view name) noexcept {
  while (!text.empty()) {
    std::string_view line = take(text, '\n');
    if (!line.starts_with(name)) continue;
    line = trim(line.substr(name.size()));
    if (line.starts_with(':')) return trim(line.substr(1));
  }
  return std::nullopt;
}

}  // namespace contend::host
