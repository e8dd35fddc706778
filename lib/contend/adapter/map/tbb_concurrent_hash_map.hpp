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

/// A lookup goes through a const_accessor, which holds the element's lock as a reader: published
/// comparisons that used an accessor measured a write lock. Still, a read lock is a write to the
/// element's line, and a hot key shows it.
///
/// Under TSan its nodes come from std::allocator: see tbb_concurrent_queue.
template <class K, class V>
class tbb_concurrent_hash_map {
 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info{
      .name = "tbb_concurrent_hash_map",
      .title = "tbb::concurrent_hash_map",
      .source = "oneTBB",
      .progress = progress::blocking,
  };
  static constexpr dictionary_info traits{.lookup = read_path::shared};

  explicit tbb_concurrent_hash_map(std::size_t n) : _table(n) {}

 private:
  struct compare {
    static std::size_t hash(const K& k) noexcept { return mixed_hash{}(k); }
    static bool equal(const K& a, const K& b) noexcept { return a == b; }
  };
  using node = std::pair<const K, V>;
  using table = std::conditional_t<built_for_tsan,
                                   tbb::concurrent_hash_map<K, V, compare, std::allocator<node>>,
                                   tbb::concurrent_hash_map<K, V, compare>>;

 public:
  class handle {
   public:
    explicit handle(tbb_concurrent_hash_map& owner) : _table(owner._table) {}

    std::optional<V> find(const K& k) {
      typename table::const_accessor at;
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

   private:
    table& _table;
  };

  [[nodiscard]] std::size_t size() const { return _table.size(); }

 private:
  table _table;
};

static_assert(map<tbb_concurrent_hash_map<std::uint64_t, std::uint64_t>>);

}  // namespace contend::adapter
