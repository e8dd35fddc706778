// A std::unordered_set under one mutex.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/core/mixed_hash.hpp>
#include <contend/subject/dictionary.hpp>

#include <mutex>
#include <unordered_set>

namespace contend::adapter {

/// Blocking; a lookup takes the same lock as a write.
template <class K>
class mutex_unordered_set {
 public:
  using key_type = K;
  static constexpr subject_info info{
      .name = "mutex_unordered_set",
      .title = "std::unordered_set under std::mutex",
      .source = "the C++ standard library",
      .progress = progress::blocking,
  };
  static constexpr dictionary_info traits{.lookup = read_path::exclusive};

  explicit mutex_unordered_set(std::size_t n) { _set.reserve(n); }

  class handle {
   public:
    explicit handle(mutex_unordered_set& owner) : _owner(owner) {}

    bool contains(const K& k) {
      const std::lock_guard hold(_owner._lock);
      return _owner._set.contains(k);
    }
    bool insert(const K& k) {
      const std::lock_guard hold(_owner._lock);
      return _owner._set.insert(k).second;
    }
    bool erase(const K& k) {
      const std::lock_guard hold(_owner._lock);
      return _owner._set.erase(k) != 0;
    }

   private:
    mutex_unordered_set& _owner;
  };

  [[nodiscard]] std::size_t size() const {
    const std::lock_guard hold(_lock);
    return _set.size();
  }

 private:
  alignas(no_share) mutable std::mutex _lock;
  std::unordered_set<K, mixed_hash> _set;
};

static_assert(set<mutex_unordered_set<std::uint64_t>>);

}  // namespace contend::adapter
