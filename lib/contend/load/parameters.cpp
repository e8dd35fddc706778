#include <contend/load/parameters.hpp>

#include <charconv>
#include <stdexcept>

namespace contend {
namespace {

template <class T>
T parse(std::string_view name, const std::string& text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    throw std::invalid_argument("parameter " + std::string(name) + ": '" + text +
                                "' is not a number");
  }
  return value;
}

}  // namespace

const std::string& parameters::text(std::string_view name) const {
  for (const auto& [key, value] : _values) {
    if (key == name) return value;
  }
  throw std::out_of_range("no parameter named " + std::string(name));
}

std::int64_t parameters::integer(std::string_view name) const {
  return parse<std::int64_t>(name, text(name));
}

double parameters::number(std::string_view name) const { return parse<double>(name, text(name)); }

std::string parameters::path() const {
  std::string path;
  for (const auto& [key, value] : _values) path += "/" + key + ":" + value;
  return path;
}

std::vector<parameters> grid(const std::vector<axis>& axes) {
  std::vector<std::vector<std::pair<std::string, std::string>>> rows{{}};
  for (const axis& a : axes) {
    decltype(rows) next;
    for (const auto& row : rows) {
      for (const auto& value : a.values) {
        next.push_back(row);
        next.back().emplace_back(a.name, value);
      }
    }
    rows = std::move(next);
  }
  std::vector<parameters> all;
  for (auto& row : rows) all.emplace_back(std::move(row));
  return all;
}

}  // namespace contend
