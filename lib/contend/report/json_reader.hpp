// Fields out of a JSON object, with a complaint that says which one was wrong.
#pragma once

#include <contend/core/bad_input.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

namespace contend {

/// Reads the fields of one object, which must outlive it. `where` is the object's path, for
/// messages. Throws bad_input that names a field of the wrong type, or one that is needed and
/// missing.
class json_reader {
 public:
  json_reader(const nlohmann::json& from, std::string where)
      : _from(from), _where(std::move(where)) {
    if (!from.is_object()) throw bad_input(_where + " is not an object");
  }

  /// Leaves `to` alone if there is no such field.
  template <class T>
  void read(const char* field, T& to) const {
    const auto at = _from.find(field);
    if (at != _from.end()) convert(*at, path(field), to);
  }

  template <class T>
  void need(const char* field, T& to) const {
    if (!_from.contains(field)) throw bad_input(path(field) + " is missing");
    read(field, to);
  }

  /// Calls `each(element, path)` for the elements of an array, if there is one.
  template <class Each>
  void elements(const char* field, Each each) const {
    const auto at = _from.find(field);
    if (at == _from.end()) return;
    if (!at->is_array()) wrong(path(field), "an array");
    for (std::size_t i = 0; i < at->size(); ++i) {
      each((*at)[i], path(field) + "[" + std::to_string(i) + "]");
    }
  }

  /// Calls `each(name, value, path)` for the members of an object, if there is one.
  template <class Each>
  void members(const char* field, Each each) const {
    const auto at = _from.find(field);
    if (at == _from.end()) return;
    if (!at->is_object()) wrong(path(field), "an object");
    for (const auto& [name, value] : at->items()) each(name, value, path(field) + "." + name);
  }

  /// The members of an object of texts.
  void texts(const char* field, std::map<std::string, std::string>& to) const {
    members(field, [&](const std::string& name, const nlohmann::json& value,
                       const std::string& path) { convert(value, path, to[name]); });
  }

  static void convert(const nlohmann::json& from, const std::string& path, std::string& to) {
    if (!from.is_string()) wrong(path, "a string");
    to = from.get<std::string>();
  }
  static void convert(const nlohmann::json& from, const std::string& path, bool& to) {
    if (!from.is_boolean()) wrong(path, "true or false");
    to = from.get<bool>();
  }
  static void convert(const nlohmann::json& from, const std::string& path, double& to) {
    if (from.is_null()) {
      to = std::numeric_limits<double>::quiet_NaN();
      return;
    }
    if (!from.is_number()) wrong(path, "a number");
    to = from.get<double>();
  }
  static void convert(const nlohmann::json& from, const std::string& path, std::uint64_t& to) {
    if (!from.is_number_unsigned()) wrong(path, "a whole number");
    to = from.get<std::uint64_t>();
  }
  template <std::integral T>
  static void convert(const nlohmann::json& from, const std::string& path, T& to) {
    std::uint64_t wide = 0;
    convert(from, path, wide);
    if (wide > static_cast<std::uint64_t>(std::numeric_limits<T>::max())) {
      throw bad_input(path + " is too large");
    }
    to = static_cast<T>(wide);
  }

 private:
  [[nodiscard]] std::string path(const char* field) const {
    return _where.empty() ? field : _where + "." + field;
  }
  [[noreturn]] static void wrong(const std::string& path, const std::string& wanted) {
    throw bad_input(path + " is not " + wanted);
  }

  const nlohmann::json& _from;
  std::string _where;
};

}  // namespace contend
