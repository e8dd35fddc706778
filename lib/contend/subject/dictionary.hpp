// Dicts and sets: what a container must offer to be put under a load.
#pragma once

#include <contend/subject/info.hpp>

#include <concepts>
#include <cstddef>
#include <optional>

namespace contend {

/// How a lookup excludes others.
enum class read_path {
  shared,     ///< readers of one key run at once
  exclusive,  ///< a lookup locks as a write does
  lock_free,
};

constexpr std::string_view to_string(read_path p) noexcept {
  switch (p) {
    case read_path::shared: return "shared";
    case read_path::exclusive: return "exclusive";
    case read_path::lock_free: return "lock-free";
  }
  return "?";
}

struct dictionary_info {
  read_path lookup = read_path::shared;
  bool concurrent_erase = true;  ///< false: erase may not run beside other operations
};

/// A map M from key_type to mapped_type, both trivially copyable here. `M(n)` expects about n
/// elements. Every operation is linearizable unless info says otherwise.
///  - `handle(M&)`: one thread's way in, made on that thread; the map outlives it.
///  - `find(k)`: a *copy* of the value, or nothing. Through the container's read path.
///  - `insert(k, v)`: true if k was absent and now is v; false, and no change, if present.
///  - `erase(k)`: true if k was present and now is not.
///  - `update(k, v)`: true if k was present and now is v; false, and no change, if absent.
///  - `size()`: the number of elements; exact only while no other thread is inside.
// clang-format off
template <class M>
concept map = subject<M> && std::constructible_from<M, std::size_t> &&
              std::constructible_from<typename M::handle, M&> &&
              requires(typename M::handle& h, const typename M::key_type& k,
                       const typename M::mapped_type& v, const M& m) {
                { M::traits } -> std::convertible_to<const dictionary_info&>;
                { h.find(k) } -> std::same_as<std::optional<typename M::mapped_type>>;
                { h.insert(k, v) } -> std::same_as<bool>;
                { h.erase(k) } -> std::same_as<bool>;
                { h.update(k, v) } -> std::same_as<bool>;
                { m.size() } -> std::convertible_to<std::size_t>;
              };
// clang-format on

/// A set S of key_type: as map, without values. `contains(k)` goes through the read path. A set
/// with `concurrent_erase` false offers `erase` for single-threaded use only.
// clang-format off
template <class S>
concept set = subject<S> && std::constructible_from<S, std::size_t> &&
              std::constructible_from<typename S::handle, S&> &&
              requires(typename S::handle& h, const typename S::key_type& k, const S& s) {
                { S::traits } -> std::convertible_to<const dictionary_info&>;
                { h.contains(k) } -> std::same_as<bool>;
                { h.insert(k) } -> std::same_as<bool>;
                { h.erase(k) } -> std::same_as<bool>;
                { s.size() } -> std::convertible_to<std::size_t>;
              };
// clang-format on

}  // namespace contend
