// One worker's part of a container that fills and empties: its keys, and what it knows of them.
#pragma once

#include "access.hpp"
#include "key_ledger.hpp"

#include <cstdint>
#include <optional>

namespace contend::suites {

/// The keys from `first` on, which nobody else touches: every answer about them is known. One
/// owner.
template <class D, class Cargo>
class tide_part {
 public:
  tide_part(key first, std::uint64_t keys) : _first(first), _keys(keys), _own(first, keys) {}

  /// A way into the container, if there is none.
  void open(D& dictionary, Cargo& cargo) {
    if (!_at) _at.emplace(dictionary, cargo);
  }
  /// The container is a new one: what was in the one before is gone with it.
  void forget() noexcept {
    if (_count == 0) return;
    for (key k = _first; k < _first + _keys; ++k) _own.set(k, own_keys::absent);
    _count = 0;
  }
  void close() { _at.reset(); }
  [[nodiscard]] bool is_open() const noexcept { return _at.has_value(); }
  void safepoint() { _at->safepoint(); }

  /// By their place in the part, from 0.
  void look(std::uint64_t place) {
    _wrong += !_own.looked(_first + place, _at->look(_first + place));
  }
  void put(std::uint64_t place) {
    next_stamp();
    const bool done = _at->put(_first + place, _stamp);
    _wrong += !_own.inserted(_first + place, _stamp, done);
    _count += done;
  }
  void drop(std::uint64_t place) {
    if constexpr (D::traits.concurrent_erase) {
      const bool done = _at->drop(_first + place);
      _wrong += !_own.erased(_first + place, done);
      _count -= done;
    }
  }
  void change(std::uint64_t place) {
    if constexpr (access<D, Cargo>::stamps) {
      next_stamp();
      _wrong += !_own.updated(_first + place, _stamp, _at->change(_first + place, _stamp));
    }
  }
  void look_at_all() {
    for (std::uint64_t i = 0; i < _keys; ++i) look(i);
  }
  void drop_all() {
    for (std::uint64_t i = 0; i < _keys; ++i) {
      if (has(i)) drop(i);
    }
  }

  [[nodiscard]] bool has(std::uint64_t place) const noexcept { return _own.has(_first + place); }
  [[nodiscard]] std::uint64_t keys() const noexcept { return _keys; }
  [[nodiscard]] std::uint64_t count() const noexcept { return _count; }  ///< that are in
  [[nodiscard]] std::uint64_t wrong() const noexcept { return _wrong; }  ///< answers

 private:
  void next_stamp() noexcept {
    if (access<D, Cargo>::stamps) _stamp = key_space::after(_stamp);
  }

  key _first;
  std::uint64_t _keys;
  own_keys _own;
  std::optional<access<D, Cargo>> _at;
  std::uint64_t _count = 0, _wrong = 0;
  std::uint32_t _stamp = key_space::first_stamp;
};

}  // namespace contend::suites
