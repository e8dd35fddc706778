// CPython's set without the global lock, up to 3.14: a lock in each set, for lookups as well.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/model/dict/set_table.hpp>
#include <contend/model/lock/byte_mutex.hpp>
#include <contend/subject/dictionary.hpp>

#include <cstddef>
#include <mutex>

namespace contend::model {

/// Each call takes the set's lock (a critical section), `in` included: reads without a lock came
/// with 3.15. Only len() takes none. The set itself is borrowed, and keys are not counted.
template <class K>
class free_threaded_set {
 public:
  using key_type = K;
  static constexpr subject_info info{
      .name = "free_threaded_set",
      .title = "CPython's free-threaded set",
      .source = "CPython 3.13 free threading (setobject.c)",
      .progress = progress::blocking,
  };
  static constexpr dictionary_info traits{.lookup = read_path::exclusive,
                                          .walk = walk_guarantee::snapshot};

  explicit free_threaded_set(std::size_t n) : _table(n) {}

  class handle {
   public:
    explicit handle(free_threaded_set& set) : _set(set) {}

    bool contains(const K& k) {
      const std::lock_guard held(_set._lock);
      return _set._table.contains(k, table::hash_of(k));
    }
    bool insert(const K& k) {
      const std::lock_guard held(_set._lock);
      return _set.counted(_set._table.insert(k, table::hash_of(k)));
    }
    bool erase(const K& k) {
      const std::lock_guard held(_set._lock);
      return _set.counted(_set._table.erase(k, table::hash_of(k)));
    }
    template <class Visit>
    void for_each(Visit visit) {
      const std::lock_guard held(_set._lock);
      _set._table.for_each(visit);
    }

   private:
    free_threaded_set& _set;
  };

  // Relaxed: a number that may be outdated at once.
  [[nodiscard]] std::size_t size() const noexcept { return _size.load(memory_order_relaxed); }

 private:
  using table = set_table<K>;

  bool counted(bool changed) noexcept {
    // Relaxed: see size(). Written under the lock.
    if (changed) _size.store(_table.size(), memory_order_relaxed);
    return changed;
  }

  alignas(no_share) byte_mutex _lock;
  atomic<std::size_t> _size{0};
  table _table;
};

static_assert(walkable_set<free_threaded_set<std::uint64_t>>);

}  // namespace contend::model
