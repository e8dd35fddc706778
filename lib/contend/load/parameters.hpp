// A case's parameters: the `name:value` parts of its path.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace contend {

/// Ordered name -> value pairs. Immutable after the catalog has built it, so any thread may read.
class parameters {
 public:
  parameters() = default;
  explicit parameters(std::vector<std::pair<std::string, std::string>> values)
      : _values(std::move(values)) {}

  /// The value's text. Throws std::out_of_range that names the parameter if there is none: a
  /// workload may only ask for what its suite registered.
  [[nodiscard]] const std::string& text(std::string_view name) const;

  /// The value as an integer. Throws as text(), or std::invalid_argument if it is no integer.
  [[nodiscard]] std::int64_t integer(std::string_view name) const;

  /// The value as a number. Throws as integer().
  [[nodiscard]] double number(std::string_view name) const;

  /// "/name:value" for each, in order: the tail of a case's path.
  [[nodiscard]] std::string path() const;

  [[nodiscard]] const auto& all() const noexcept { return _values; }

 private:
  std::vector<std::pair<std::string, std::string>> _values;
};

/// One axis of a workload's grid: a parameter and the values it is registered with.
struct axis {
  std::string name;
  std::vector<std::string> values;
};

/// Every combination of the axes, the last axis varying fastest; one empty set for no axes.
[[nodiscard]] std::vector<parameters> grid(const std::vector<axis>& axes);

}  // namespace contend
