// oneTBB's hash map with a reader-writer lock on each element.
#pragma once

#include <contend/core/mixed_hash.hpp>
#include <contend/core/sanitizer.hpp>
#include <contend/subject/dictionary.hpp>

#include <oneapi/tbb/concurrent_hash_map.h>

#include <memory>
#include <type_traits>
#include <utility>

namespace contend::adapter {

struct tbb_hash_map_kind {
  static constexpr subject_info info{
      .name = "tbb_concurrent_hash_map",
      .title = "tbb::concurrent_hash_map",
      .source = "oneTBB",
      .progress = progress::blocking,
  };
  static constexpr read_path lookup = read_path::shared;
};

/// Lookups through the accessor that writers use: what published comparisons measured by mistake.
struct tbb_hash_map_exclusive_kind {
  static constexpr subject_info info{
      .name = "tbb_concurrent_hash_map_exclusive",
      .title = "tbb::concurrent_hash_map, lookups through a write lock",
      .source = "oneTBB",
      .progress = progress::blocking,
  };
  static constexpr read_path lookup = read_path::exclusive;
};

/// A lookup goes through a const_accessor, which holds the element's lock as a reader, or, if
/// Kind::lookup is exclusive, through an accessor. Still, a read lock is a write to the element's
/// line, and a hot key shows it. oneTBB's iterators are for one thread alone.
///
/// Under TSan its nodes come from std::allocator: see tbb_concurrent_queue.
template <class K, class V, class Kind>
class basic_tbb_hash_map {
 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info = Kind::info;
  static constexpr dictionary_info traits{
      .lookup = Kind::lookup, .by_reference = true, .walk = walk_guarantee::alone};

  explicit basic_tbb_hash_map(std::size_t n) : _table(n) {}

 private:
  struct compare {
    static std::size_t hash(const K& k) noexcept { return mixed_hash{}(k); }
    static bool equal(const K& a, const K& b) noexcept { return a == b; }
  };
  using node = std::pair<const K, V>;
  using table = std::conditional_t<built_for_tsan,
                                   tbb::concurrent_hash_map<K, V, compare, std::allocator<node>>,
                                   tbb::concurrent_hash_map<K, V, compare>>;
  using reading = std::conditional_t<Kind::lookup == read_path::exclusive, typename table::accessor,
                                     typename table::const_accessor>;

 public:
  class handle {
   public:
    explicit handle(basic_tbb_hash_map& owner) : _table(owner._table) {}

    std::optional<V> find(const K& k) {
      reading at;
      if (!_table.find(at, k)) return std::nullopt;
      return at->second;
    }
    bool insert(const K& k, const V& v) { return _table.insert(node(k, v)); }
    bool erase(const K& k) { return _table.erase(k); }
    bool update(const K& k, const V& v) {
      typename table::accessor at;
      if (!_table.find(at, k)) return false;
      at->second = v;
      return true;
    }
    template <class Change>
    bool upsert(const K& k, const V& v, Change&& change) {
      typename table::accessor at;
      if (_table.insert(at, node(k, v))) return true;
      at->second = change(std::as_const(at->second));
      return false;
    }
    template <class Visit>
    void for_each(Visit&& visit) {
      for (const auto& [k, v] : std::as_const(_table)) visit(k, v);
    }

   private:
    table& _table;
  };

  [[nodiscard]] std::size_t size() const { return _table.size(); }

 private:
  table _table;
};

template <class K, class V>
using tbb_concurrent_hash_map = basic_tbb_hash_map<K, V, tbb_hash_map_kind>;
template <class K, class V>
using tbb_concurrent_hash_map_exclusive = basic_tbb_hash_map<K, V, tbb_hash_map_exclusive_kind>;

static_assert(map<tbb_concurrent_hash_map<std::uint64_t, std::uint64_t>>);

}  // namespace contend::adapter
