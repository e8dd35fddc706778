// oneTBB's two maps that only grow beside other threads: the split-ordered one, and the skip list.
#pragma once

#include <contend/adapter/map/atomic_value.hpp>
#include <contend/core/mixed_hash.hpp>
#include <contend/core/sanitizer.hpp>
#include <contend/subject/dictionary.hpp>

#include <oneapi/tbb/concurrent_map.h>
#include <oneapi/tbb/concurrent_unordered_map.h>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace contend::adapter {

/// Called blocking, though its list is lock-free: a thread that needs a new segment of buckets
/// waits for the one making it.
struct tbb_unordered_map_kind {
  static constexpr subject_info info{
      .name = "tbb_concurrent_unordered_map",
      .title = "tbb::concurrent_unordered_map",
      .source = "oneTBB; Shalev, Shavit, JACM 2006",
      .progress = progress::blocking,
  };
  template <class K, class V, class Allocator>
  using table = tbb::concurrent_unordered_map<K, V, mixed_hash, std::equal_to<K>, Allocator>;
  template <class Table>
  static Table make(std::size_t n) {
    return Table(n);
  }
};

struct tbb_ordered_map_kind {
  static constexpr subject_info info{
      .name = "tbb_concurrent_map",
      .title = "tbb::concurrent_map, a skip list: ordered",
      .source = "oneTBB; Herlihy, Lev, Luchangco, Shavit, 2007",
      .progress = progress::blocking,
  };
  template <class K, class V, class Allocator>
  using table = tbb::concurrent_map<K, V, std::less<K>, Allocator>;
  template <class Table>
  static Table make(std::size_t) {
    return Table();
  }
};

/// erase() is for one thread alone: oneTBB calls it unsafe_erase. It gives out references to its
/// values without a lock, so that they are read and changed as atomics, here as by any user.
///
/// Under TSan its nodes come from std::allocator: see tbb_concurrent_queue.
template <class K, atomic_value V, class Kind>
class tbb_insert_only_map {
 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info = Kind::info;
  static constexpr dictionary_info traits{.lookup = read_path::lock_free,
                                          .by_reference = true,
                                          .concurrent_erase = false,
                                          .walk = walk_guarantee::weak,
                                          .cannot = "erase beside other operations"};

  explicit tbb_insert_only_map(std::size_t n) : _table(Kind::template make<table>(n)) {}

 private:
  using node = std::pair<const K, V>;
  using allocator =
      std::conditional_t<built_for_tsan, std::allocator<node>, tbb::tbb_allocator<node>>;
  using table = typename Kind::template table<K, V, allocator>;

 public:
  class handle {
   public:
    explicit handle(tbb_insert_only_map& owner) : _table(owner._table) {}

    std::optional<V> find(const K& k) {
      const auto at = _table.find(k);
      if (at == _table.end()) return std::nullopt;
      return value_at(at->second).get();
    }
    bool insert(const K& k, const V& v) { return _table.insert(node(k, v)).second; }
    bool erase(const K& k) { return _table.unsafe_erase(k) != 0; }
    bool update(const K& k, const V& v) {
      const auto at = _table.find(k);
      if (at == _table.end()) return false;
      value_at(at->second).set(v);
      return true;
    }
    template <class Change>
    bool upsert(const K& k, const V& v, Change&& change) {
      const auto [at, fresh] = _table.insert(node(k, v));
      if (!fresh) value_at(at->second).change(change);
      return fresh;
    }
    template <class Visit>
    void for_each(Visit&& visit) {
      for (const auto& [k, v] : _table) visit(k, value_at(v).get());
    }

   private:
    table& _table;
  };

  [[nodiscard]] std::size_t size() const { return _table.size(); }

 private:
  table _table;
};

template <class K, class V>
using tbb_concurrent_unordered_map = tbb_insert_only_map<K, V, tbb_unordered_map_kind>;
template <class K, class V>
using tbb_concurrent_map = tbb_insert_only_map<K, V, tbb_ordered_map_kind>;

static_assert(map<tbb_concurrent_unordered_map<std::uint64_t, std::uint64_t>>);
static_assert(map<tbb_concurrent_map<std::uint64_t, std::uint64_t>>);

}  // namespace contend::adapter
