// The standard library's node containers under one interface: what container_nodes fills.
#pragma once

#include "std_allocator.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace contend::suites {

/// What an element carries: its key, told apart from the key itself.
struct element {
  explicit element(std::uint64_t key) noexcept : first(~key), last(key) {}
  [[nodiscard]] bool belongs_to(std::uint64_t key) const noexcept {
    return first == ~key && last == key;
  }
  std::uint64_t first, last;
};
using keyed = std::pair<const std::uint64_t, element>;

/// A node a hash entry, and the array of buckets, which grows.
struct hash_nodes {
  static constexpr std::string_view name = "unordered_map";
  template <allocator M>
  using container = std::unordered_map<std::uint64_t, element, std::hash<std::uint64_t>,
                                       std::equal_to<>, std_allocator<M, keyed>>;

  template <class C>
  static void add(C& to, std::uint64_t key) {
    to.try_emplace(key, key);
  }
  /// Erases the element of that key, the oldest one; false if it isn't there or not what it was.
  template <class C>
  static bool erase(C& from, std::uint64_t key) {
    const auto found = from.find(key);
    if (found == from.end()) return false;
    const bool right = found->second.belongs_to(key);
    from.erase(found);
    return right;
  }
};

/// A red-black tree.
struct tree_nodes : hash_nodes {
  static constexpr std::string_view name = "map";
  template <allocator M>
  using container = std::map<std::uint64_t, element, std::less<>, std_allocator<M, keyed>>;
};

struct list_nodes {
  static constexpr std::string_view name = "list";
  template <allocator M>
  using container = std::list<keyed, std_allocator<M, keyed>>;

  template <class C>
  static void add(C& to, std::uint64_t key) {
    to.emplace_back(key, key);
  }
  template <class C>
  static bool erase(C& from, std::uint64_t key) {
    if (from.empty()) return false;
    const keyed& oldest = from.front();
    const bool right = oldest.first == key && oldest.second.belongs_to(key);
    from.pop_front();
    return right;
  }
};

}  // namespace contend::suites
