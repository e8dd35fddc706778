// Dicts and sets: what a container must offer to be put under a load.
#pragma once

#include <contend/subject/collect.hpp>
#include <contend/subject/info.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>

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

/// What a walk over all elements (`for_each`) promises beside writers.
enum class walk_guarantee {
  none,      ///< there is no walk
  alone,     ///< defined only while no other thread is inside
  weak,      ///< an element that is there throughout is seen exactly once; others perhaps
  snapshot,  ///< exactly what was there at one instant: writers wait, or it copies
};

constexpr std::string_view to_string(walk_guarantee w) noexcept {
  switch (w) {
    case walk_guarantee::none: return "none";
    case walk_guarantee::alone: return "alone";
    case walk_guarantee::weak: return "weak";
    case walk_guarantee::snapshot: return "snapshot";
  }
  return "?";
}

/// What a container says about itself beyond its info. The tests hold it to its word.
struct dictionary_info {
  read_path lookup = read_path::shared;
  /// A lookup's answer refers to what the container holds until it is copied out; false: the
  /// container copies on its own side of the interface.
  bool by_reference = false;
  bool concurrent_erase = true;  ///< false: erase may not run beside other operations
  bool grows = true;             ///< false: holds the n that it was built for, and not many more
  walk_guarantee walk = walk_guarantee::none;
  std::string_view cannot = {};  ///< what it cannot do, for a reader; empty if nothing
};

/// A map M from key_type to mapped_type, both copyable; which types a design takes, its own
/// constraints say. Keys are hashed by contend::mixed_hash. `M(n)` expects about n elements.
/// Every operation is linearizable unless info says otherwise.
///  - `handle(M&)`: one thread's way in, made, used and destroyed on that thread; the map outlives
///    it. Several may live on one thread. A design whose threads must register does it here.
///  - `find(k)`: a *copy* of the value, or nothing. Through the container's read path.
///  - `insert(k, v)`: true if k was absent and now is v; false, and no change, if present.
///  - `erase(k)`: true if k was present and now is not.
///  - `update(k, v)`: true if k was present and now is v; false, and no change, if absent.
///  - `safepoint()`, optional: see safepoint_of.
///  - `size()`: the number of elements; exact only while no other thread is inside.
///  - `M::collect()`, optional: when no map of this design is left, frees what they retired; see
///    collect.hpp.
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

/// A map that changes a value in place:
///  - `upsert(k, v, change)`: if k was absent, it now is v: true. Else the value x that it was is
///    now change(x): false. One atomic step beside every other operation on k. `change` is a pure
///    function from const mapped_type& to mapped_type, and may be called more than once.
template <class M>
concept upserting_map = map<M> &&
    requires(typename M::handle& h, const typename M::key_type& k,
             const typename M::mapped_type& v,
             typename M::mapped_type (*change)(const typename M::mapped_type&)) {
      { h.upsert(k, v, change) } -> std::same_as<bool>;
    };

/// A map with a walk over its elements, with the guarantee traits.walk:
///  - `for_each(visit)`: visit(key, value) for each; `visit` does not call the map.
template <class M>
concept walkable_map = map<M> && M::traits.walk != walk_guarantee::none &&
    requires(typename M::handle& h,
             void (*visit)(const typename M::key_type&, const typename M::mapped_type&)) {
      { h.for_each(visit) };
    };

/// A set S of key_type: as map, without values. `contains(k)` goes through the read path. A set
/// with `concurrent_erase` false offers `erase` for single-threaded use only.
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

/// A set with a walk: `for_each(visit)`, visit(key). See walkable_map.
template <class S>
concept walkable_set = set<S> && S::traits.walk != walk_guarantee::none &&
    requires(typename S::handle& h, void (*visit)(const typename S::key_type&)) {
      { h.for_each(visit) };
    };
// clang-format on

/// Between two operations of a handle, at least once a step: where a design reclaims memory, and
/// where its quiescent states are. Nothing for a design that needs none.
template <class Handle>
void safepoint_of(Handle& handle) {
  if constexpr (requires { handle.safepoint(); }) handle.safepoint();
}

}  // namespace contend
