// A std::unordered_set without any lock: the floor.
#pragma once

#include <contend/core/mixed_hash.hpp>
#include <contend/subject/dictionary.hpp>

#include <unordered_set>

namespace contend::adapter {

/// For one thread, as sequential_unordered_map.
template <class K>
class sequential_unordered_set {
 public:
  using key_type = K;
  static constexpr subject_info info{
      .name = "sequential_unordered_set",
      .title = "std::unordered_set without a lock, for one thread",
      .source = "the C++ standard library",
      .progress = progress::wait_free,
      .max_threads = 1,
  };
  static constexpr dictionary_info traits{.walk = walk_guarantee::alone,
                                          .cannot = "be used by two threads"};

  explicit sequential_unordered_set(std::size_t n) { _set.reserve(n); }

  class handle {
   public:
    explicit handle(sequential_unordered_set& owner) : _set(owner._set) {}

    bool contains(const K& k) { return _set.contains(k); }
    bool insert(const K& k) { return _set.insert(k).second; }
    bool erase(const K& k) { return _set.erase(k) != 0; }
    template <class Visit>
    void for_each(Visit&& visit) {
      for (const K& k : _set) visit(k);
    }

   private:
    std::unordered_set<K, mixed_hash>& _set;
  };

  [[nodiscard]] std::size_t size() const { return _set.size(); }

 private:
  std::unordered_set<K, mixed_hash> _set;
};

static_assert(set<sequential_unordered_set<std::uint64_t>>);

}  // namespace contend::adapter
