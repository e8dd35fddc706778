// What a line's slot holds of a key and its value: both.
#pragma once

#include <contend/core/mixed_hash.hpp>

#include <cstdint>
#include <type_traits>

namespace contend::model {

/// Fits into a slot: any number of its bytes may be loaded and stored as one.
template <class T>
concept word_sized = std::is_trivially_copyable_v<T> && std::is_default_constructible_v<T> &&
                         sizeof(T) <= 8 &&
                     (sizeof(T) & (sizeof(T) - 1)) == 0;

/// A storage has:
///  - `mark`, `content`: what a slot holds; `mark_of(k, hash)`, and `hash_of(mark)`, to move it;
///  - `is(content, k)`: whether a slot with k's mark has k itself; `same(mark, content, mark,
///    content)`: whether two slots have the same key;
///  - `fresh`: has nothing; `make(k, v)` makes it have a content, unless it has; `put()` hands it
///  out;
///  - `drop(content)`: nobody finds it any more; `destroy(content)`: and nobody is there any more.
///
/// This one: the key is the mark and the value is the content; V is no_content for a set.
template <word_sized K, class V>
struct inline_storage {
  using key_type = K;
  using mark = K;
  using content = V;

  static mark mark_of(const K& k, std::uint64_t) noexcept { return k; }
  static std::uint64_t hash_of(const mark& m) noexcept { return mixed_hash{}(m); }
  static constexpr bool is(const content&, const K&) noexcept { return true; }
  static constexpr bool same(const mark& a, const content&, const mark& b,
                             const content&) noexcept {
    return a == b;
  }
  static const K& key(const mark& m, const content&) noexcept { return m; }
  static const V& value(const content& c) noexcept { return c; }

  class fresh {
   public:
    void make(const K&, const V& v) noexcept { _value = v; }
    [[nodiscard]] content put() noexcept { return _value; }

   private:
    [[no_unique_address]] V _value{};
  };
  static void drop(const content&) noexcept {}
  static void destroy(const content&) noexcept {}
};

}  // namespace contend::model
