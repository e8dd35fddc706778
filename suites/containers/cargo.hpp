// What a container holds under the number of a key: numbers, words, counted objects.
#pragma once

#include "keys.hpp"

#include <contend/load/ledger.hpp>
#include <contend/subject/counted.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <vector>

namespace contend::suites {

/// A cargo C of one load, made for its keys before the container, and outliving it. Once made, any
/// thread may call all but verify().
///  - `key_of(k)`: the key of that number, by value or by reference to what the cargo holds.
///  - `make(k, stamp)`: a value for it; stamps are not 0.
///  - `stamp_of(k, v)`: the stamp of v; 0 if it was not made for k.
///  - `verify()`: when the container is gone: what the objects themselves have to say.
// clang-format off
template <class C>
concept container_cargo = std::constructible_from<C, const key_space&> &&
    requires(C& c, const C& constant, key k, const typename C::mapped_type& v) {
      { constant.key_of(k) } -> std::convertible_to<const typename C::key_type&>;
      { c.make(k, std::uint32_t{1}) } -> std::same_as<typename C::mapped_type>;
      { constant.stamp_of(k, v) } -> std::same_as<std::uint32_t>;
      { c.verify() } -> std::same_as<complaint>;
    };
// clang-format on

/// 8 bytes each.
class numbers {
 public:
  using key_type = key;
  using mapped_type = std::uint64_t;

  explicit numbers(const key_space& space) : _space(&space) {}

  [[nodiscard]] static key key_of(key k) noexcept { return k; }
  [[nodiscard]] mapped_type make(key k, std::uint32_t stamp) const noexcept {
    return _space->sealed(k, stamp);
  }
  [[nodiscard]] std::uint32_t stamp_of(key k, mapped_type v) const noexcept {
    return _space->stamp_of(k, v);
  }
  [[nodiscard]] static complaint verify() noexcept { return std::nullopt; }

 private:
  const key_space* _space;
};

/// Keys of 24 characters, which differ at the end: each copy of one is an allocation, and telling
/// two apart reads all of them. Values of 8 bytes. The words themselves are made beforehand.
class words {
 public:
  using key_type = std::string;
  using mapped_type = std::uint64_t;

  explicit words(const key_space& space) : _values(space) {
    _words.reserve(space.universe());
    for (key k = 0; k < space.universe(); ++k) _words.push_back(word_of(k));
  }

  [[nodiscard]] const std::string& key_of(key k) const noexcept { return _words[k]; }
  [[nodiscard]] mapped_type make(key k, std::uint32_t stamp) const noexcept {
    return _values.make(k, stamp);
  }
  [[nodiscard]] std::uint32_t stamp_of(key k, mapped_type v) const noexcept {
    return _values.stamp_of(k, v);
  }
  [[nodiscard]] static complaint verify() noexcept { return std::nullopt; }

 private:
  static std::string word_of(key k) {
    const std::string digits = std::to_string(k);
    return "session/user/" + std::string(11 - digits.size(), '0') + digits;
  }

  numbers _values;
  std::vector<std::string> _words;
};

/// Keys and values are references to objects of a counted design, as in an interpreter's dict. The
/// key objects are made beforehand and shared: an insertion counts one up, an erasure down. A value
/// is a new object, destroyed by whoever drops it last: the one that erases it, or a reader that is
/// still at it. The load's threads are no members of the design.
template <mortal P>
requires std::same_as<typename P::thread, no_membership>
class counted_objects {
  struct object {
    object(ledger& book, key k, std::uint32_t s) : life(book, k), stamp(s) {}
    tracked life;
    std::uint32_t stamp;
  };
  using reference = typename P::template ref<object>;

 public:
  struct key_type {
    reference object;

    /// For the hash. Reads the object, as a key's own hash would.
    operator std::uint64_t() const noexcept { return P::get(object).life.value(); }
    friend bool operator==(const key_type& a, const key_type& b) noexcept {
      return static_cast<std::uint64_t>(a) == static_cast<std::uint64_t>(b);
    }
  };
  using mapped_type = reference;

  explicit counted_objects(const key_space& space) {
    _keys.reserve(space.universe());
    for (key k = 0; k < space.universe(); ++k) {
      _keys.push_back({P::template make<object>(_book, k, 0U)});
    }
  }

  [[nodiscard]] const key_type& key_of(key k) const noexcept { return _keys[k]; }
  [[nodiscard]] mapped_type make(key k, std::uint32_t stamp) {
    return P::template make<object>(_book, k, stamp);
  }
  [[nodiscard]] std::uint32_t stamp_of(key k, const mapped_type& v) const noexcept {
    const object& o = P::get(v);
    return o.life.value() == k ? o.stamp : 0;
  }
  /// Every key and value was destroyed once, when nobody held it any more.
  [[nodiscard]] complaint verify() {
    _keys.clear();
    return _book.verify();
  }

 private:
  ledger _book;
  std::vector<key_type> _keys;
};

}  // namespace contend::suites
