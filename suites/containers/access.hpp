// A thread's way into a map or a set, by the numbers of keys: the same calls for both.
#pragma once

#include "cargo.hpp"

#include <contend/subject/dictionary.hpp>

#include <concepts>
#include <cstdint>
#include <optional>

namespace contend::suites {

/// A map or a set that holds what the cargo carries.
template <class D, class Cargo>
concept holds = container_cargo<Cargo> &&
    std::same_as<typename D::key_type, typename Cargo::key_type> &&
    (set<D> || (map<D> && std::same_as<typename D::mapped_type, typename Cargo::mapped_type>));

/// One owner. A set has no stamps: all of its keys have the first one.
template <class D, container_cargo Cargo>
requires holds<D, Cargo>
class access {
 public:
  static constexpr bool stamps = map<D>;

  access(D& dictionary, Cargo& cargo) : _handle(dictionary), _cargo(cargo) {}

  /// The stamp of what is there, 0 if it is another key's value; nothing if nothing is.
  std::optional<std::uint32_t> look(key k) {
    if constexpr (stamps) {
      const auto found = _handle.find(_cargo.key_of(k));
      if (!found) return std::nullopt;
      return _cargo.stamp_of(k, *found);
    } else {
      return _handle.contains(_cargo.key_of(k)) ? std::optional(std::uint32_t{1}) : std::nullopt;
    }
  }
  bool put(key k, std::uint32_t stamp) {
    if constexpr (stamps) {
      return _handle.insert(_cargo.key_of(k), _cargo.make(k, stamp));
    } else {
      return _handle.insert(_cargo.key_of(k));
    }
  }
  bool drop(key k) { return _handle.erase(_cargo.key_of(k)); }
  bool change(key k, std::uint32_t stamp) requires stamps {
    return _handle.update(_cargo.key_of(k), _cargo.make(k, stamp));
  }
  void safepoint() { safepoint_of(_handle); }

 private:
  typename D::handle _handle;
  Cargo& _cargo;
};

}  // namespace contend::suites
