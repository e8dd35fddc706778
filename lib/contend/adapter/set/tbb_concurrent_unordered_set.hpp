// oneTBB's split-ordered set: lookups and insertions without locks, no concurrent erasure.
#pragma once

#include <contend/core/mixed_hash.hpp>
#include <contend/core/sanitizer.hpp>
#include <contend/subject/dictionary.hpp>

#include <oneapi/tbb/concurrent_unordered_set.h>

#include <functional>
#include <memory>
#include <type_traits>

namespace contend::adapter {

/// erase() is for one thread alone: oneTBB calls it unsafe_erase. Called blocking, though its
/// list is lock-free: a thread that needs a new segment of buckets waits for the one making it.
///
/// Under TSan its nodes come from std::allocator: see tbb_concurrent_queue.
template <class K>
class tbb_concurrent_unordered_set {
 public:
  using key_type = K;
  static constexpr subject_info info{
      .name = "tbb_concurrent_unordered_set",
      .title = "tbb::concurrent_unordered_set",
      .source = "oneTBB; Shalev, Shavit, JACM 2006",
      .progress = progress::blocking,
  };
  static constexpr dictionary_info traits{.lookup = read_path::lock_free,
                                          .concurrent_erase = false};

  explicit tbb_concurrent_unordered_set(std::size_t n) : _table(n) {}

 private:
  using table = std::conditional_t<
      built_for_tsan,
      tbb::concurrent_unordered_set<K, mixed_hash, std::equal_to<K>, std::allocator<K>>,
      tbb::concurrent_unordered_set<K, mixed_hash>>;

 public:
  class handle {
   public:
    explicit handle(tbb_concurrent_unordered_set& owner) : _table(owner._table) {}

    bool contains(const K& k) { return _table.contains(k); }
    bool insert(const K& k) { return _table.insert(k).second; }
    bool erase(const K& k) { return _table.unsafe_erase(k) != 0; }

   private:
    table& _table;
  };

  [[nodiscard]] std::size_t size() const { return _table.size(); }

 private:
  table _table;
};

static_assert(set<tbb_concurrent_unordered_set<std::uint64_t>>);

}  // namespace contend::adapter
