// Boost's concurrent map, from 1.83. Include only where CONTEND_HAVE_BOOST_FLAT_MAP is defined.
#pragma once

#include <contend/core/mixed_hash.hpp>
#include <contend/subject/dictionary.hpp>

#include <boost/unordered/concurrent_flat_map.hpp>

#include <type_traits>
#include <utility>

namespace contend::adapter {

struct boost_flat_map_kind {
  static constexpr subject_info info{
      .name = "boost_concurrent_flat_map",
      .title = "boost::concurrent_flat_map",
      .source = "Boost.Unordered",
      .progress = progress::blocking,
  };
  static constexpr read_path lookup = read_path::shared;
};

/// Lookups through visit() of a map that isn't const: what published comparisons measured by
/// mistake.
struct boost_flat_map_exclusive_kind {
  static constexpr subject_info info{
      .name = "boost_concurrent_flat_map_exclusive",
      .title = "boost::concurrent_flat_map, lookups through a write lock",
      .source = "Boost.Unordered",
      .progress = progress::blocking,
  };
  static constexpr read_path lookup = read_path::exclusive;
};

/// Open addressing, with a reader-writer spin lock for each group of 15 elements; to grow, one
/// locks out everybody. A lookup goes through cvisit(), which reads, or, if Kind::lookup is
/// exclusive, through visit(). A walk goes from group to group.
template <class K, class V, class Kind>
class basic_boost_flat_map {
 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info = Kind::info;
  static constexpr dictionary_info traits{
      .lookup = Kind::lookup, .by_reference = true, .walk = walk_guarantee::weak};

  explicit basic_boost_flat_map(std::size_t n) { _table.reserve(n); }

 private:
  struct hash : mixed_hash {
    using is_avalanching = std::true_type;  // or Boost would mix once more
  };
  using table = boost::concurrent_flat_map<K, V, hash>;
  using node = std::pair<const K, V>;

 public:
  class handle {
   public:
    explicit handle(basic_boost_flat_map& owner) : _table(owner._table) {}

    std::optional<V> find(const K& k) {
      std::optional<V> found;
      if constexpr (Kind::lookup == read_path::exclusive) {
        _table.visit(k, [&](const node& at) { found = at.second; });
      } else {
        _table.cvisit(k, [&](const node& at) { found = at.second; });
      }
      return found;
    }
    bool insert(const K& k, const V& v) { return _table.try_emplace(k, v); }
    bool erase(const K& k) { return _table.erase(k) != 0; }
    bool update(const K& k, const V& v) {
      return _table.visit(k, [&](node& at) { at.second = v; }) != 0;
    }
    template <class Change>
    bool upsert(const K& k, const V& v, Change&& change) {
      return _table.try_emplace_or_visit(
          k, v, [&](node& at) { at.second = change(std::as_const(at.second)); });
    }
    template <class Visit>
    void for_each(Visit&& visit) {
      _table.cvisit_all([&](const node& at) { visit(at.first, at.second); });
    }

   private:
    table& _table;
  };

  [[nodiscard]] std::size_t size() const { return _table.size(); }

 private:
  table _table;
};

template <class K, class V>
using boost_concurrent_flat_map = basic_boost_flat_map<K, V, boost_flat_map_kind>;
template <class K, class V>
using boost_concurrent_flat_map_exclusive =
    basic_boost_flat_map<K, V, boost_flat_map_exclusive_kind>;

static_assert(map<boost_concurrent_flat_map<std::uint64_t, std::uint64_t>>);

}  // namespace contend::adapter
