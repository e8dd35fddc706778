// A std::unordered_set under one lock.
#pragma once

#include <contend/adapter/map/lock_kinds.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/core/mixed_hash.hpp>
#include <contend/subject/dictionary.hpp>

#include <unordered_set>

namespace contend::adapter {

struct mutex_unordered_set_kind : one_at_a_time {
  static constexpr subject_info info{
      .name = "mutex_unordered_set",
      .title = "std::unordered_set under std::mutex",
      .source = "the C++ standard library",
      .progress = progress::blocking,
  };
};

/// Under Kind's lock, which a walk holds throughout.
template <class K, class Kind>
class locked_unordered_set {
 public:
  using key_type = K;
  static constexpr subject_info info = Kind::info;
  static constexpr dictionary_info traits{.lookup = Kind::lookup, .walk = walk_guarantee::snapshot};

  explicit locked_unordered_set(std::size_t n) { _set.reserve(n); }

 private:
  using mutex = typename Kind::mutex;
  using reading = typename Kind::reading;
  using writing = std::lock_guard<mutex>;

 public:
  class handle {
   public:
    explicit handle(locked_unordered_set& owner) : _owner(owner) {}

    bool contains(const K& k) {
      const reading hold(_owner._lock);
      return _owner._set.contains(k);
    }
    bool insert(const K& k) {
      const writing hold(_owner._lock);
      return _owner._set.insert(k).second;
    }
    bool erase(const K& k) {
      const writing hold(_owner._lock);
      return _owner._set.erase(k) != 0;
    }
    template <class Visit>
    void for_each(Visit&& visit) {
      const reading hold(_owner._lock);
      for (const K& k : _owner._set) visit(k);
    }

   private:
    locked_unordered_set& _owner;
  };

  [[nodiscard]] std::size_t size() const {
    const reading hold(_lock);
    return _set.size();
  }

 private:
  alignas(no_share) mutable mutex _lock;
  std::unordered_set<K, mixed_hash> _set;
};

/// Blocking; a lookup takes the same lock as a write.
template <class K>
using mutex_unordered_set = locked_unordered_set<K, mutex_unordered_set_kind>;

static_assert(set<mutex_unordered_set<std::uint64_t>>);

}  // namespace contend::adapter
