// A std::unordered_map under one mutex: the map that every program starts with.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/core/mixed_hash.hpp>
#include <contend/subject/dictionary.hpp>

#include <mutex>
#include <unordered_map>

namespace contend::adapter {

/// Blocking; a lookup takes the same lock as a write.
template <class K, class V>
class mutex_unordered_map {
 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info{
      .name = "mutex_unordered_map",
      .title = "std::unordered_map under std::mutex",
      .source = "the C++ standard library",
      .progress = progress::blocking,
  };
  static constexpr dictionary_info traits{.lookup = read_path::exclusive};

  explicit mutex_unordered_map(std::size_t n) { _map.reserve(n); }

  class handle {
   public:
    explicit handle(mutex_unordered_map& owner) : _owner(owner) {}

    std::optional<V> find(const K& k) {
      const std::lock_guard hold(_owner._lock);
      const auto at = _owner._map.find(k);
      if (at == _owner._map.end()) return std::nullopt;
      return at->second;
    }
    bool insert(const K& k, const V& v) {
      const std::lock_guard hold(_owner._lock);
      return _owner._map.emplace(k, v).second;
    }
    bool erase(const K& k) {
      const std::lock_guard hold(_owner._lock);
      return _owner._map.erase(k) != 0;
    }
    bool update(const K& k, const V& v) {
      const std::lock_guard hold(_owner._lock);
      const auto at = _owner._map.find(k);
      if (at == _owner._map.end()) return false;
      at->second = v;
      return true;
    }

   private:
    mutex_unordered_map& _owner;
  };

  [[nodiscard]] std::size_t size() const {
    const std::lock_guard hold(_lock);
    return _map.size();
  }

 private:
  alignas(no_share) mutable std::mutex _lock;
  std::unordered_map<K, V, mixed_hash> _map;
};

static_assert(map<mutex_unordered_map<std::uint64_t, std::uint64_t>>);

}  // namespace contend::adapter
