// oneTBB's two sets that only grow beside other threads: the split-ordered one, and the skip list.
#pragma once

#include <contend/core/mixed_hash.hpp>
#include <contend/core/sanitizer.hpp>
#include <contend/subject/dictionary.hpp>

#include <oneapi/tbb/concurrent_set.h>
#include <oneapi/tbb/concurrent_unordered_set.h>

#include <functional>
#include <memory>
#include <type_traits>

namespace contend::adapter {

/// Called blocking, though its list is lock-free: a thread that needs a new segment of buckets
/// waits for the one making it.
struct tbb_unordered_set_kind {
  static constexpr subject_info info{
      .name = "tbb_concurrent_unordered_set",
      .title = "tbb::concurrent_unordered_set",
      .source = "oneTBB; Shalev, Shavit, JACM 2006",
      .progress = progress::blocking,
  };
  template <class K, class Allocator>
  using table = tbb::concurrent_unordered_set<K, mixed_hash, std::equal_to<K>, Allocator>;
  template <class Table>
  static Table make(std::size_t n) {
    return Table(n);
  }
};

struct tbb_ordered_set_kind {
  static constexpr subject_info info{
      .name = "tbb_concurrent_set",
      .title = "tbb::concurrent_set, a skip list: ordered",
      .source = "oneTBB; Herlihy, Lev, Luchangco, Shavit, 2007",
      .progress = progress::blocking,
  };
  template <class K, class Allocator>
  using table = tbb::concurrent_set<K, std::less<K>, Allocator>;
  template <class Table>
  static Table make(std::size_t) {
    return Table();
  }
};

/// erase() is for one thread alone: oneTBB calls it unsafe_erase.
///
/// Under TSan its nodes come from std::allocator: see tbb_concurrent_queue.
template <class K, class Kind>
class tbb_insert_only_set {
 public:
  using key_type = K;
  static constexpr subject_info info = Kind::info;
  static constexpr dictionary_info traits{.lookup = read_path::lock_free,
                                          .concurrent_erase = false,
                                          .walk = walk_guarantee::weak,
                                          .cannot = "erase beside other operations"};

  explicit tbb_insert_only_set(std::size_t n) : _table(Kind::template make<table>(n)) {}

 private:
  using allocator = std::conditional_t<built_for_tsan, std::allocator<K>, tbb::tbb_allocator<K>>;
  using table = typename Kind::template table<K, allocator>;

 public:
  class handle {
   public:
    explicit handle(tbb_insert_only_set& owner) : _table(owner._table) {}

    bool contains(const K& k) { return _table.contains(k); }
    bool insert(const K& k) { return _table.insert(k).second; }
    bool erase(const K& k) { return _table.unsafe_erase(k) != 0; }
    template <class Visit>
    void for_each(Visit&& visit) {
      for (const K& k : _table) visit(k);
    }

   private:
    table& _table;
  };

  [[nodiscard]] std::size_t size() const { return _table.size(); }

 private:
  table _table;
};

template <class K>
using tbb_concurrent_unordered_set = tbb_insert_only_set<K, tbb_unordered_set_kind>;
template <class K>
using tbb_concurrent_set = tbb_insert_only_set<K, tbb_ordered_set_kind>;

static_assert(set<tbb_concurrent_unordered_set<std::uint64_t>>);
static_assert(set<tbb_concurrent_set<std::uint64_t>>);

}  // namespace contend::adapter
