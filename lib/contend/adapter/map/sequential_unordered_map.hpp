// A std::unordered_map without any lock: the floor that every concurrent map is measured from.
#pragma once

#include <contend/core/mixed_hash.hpp>
#include <contend/subject/dictionary.hpp>

#include <unordered_map>
#include <utility>

namespace contend::adapter {

/// For one thread. What a concurrent map costs more than this at one thread is what its
/// concurrency costs.
template <class K, class V>
class sequential_unordered_map {
 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info{
      .name = "sequential_unordered_map",
      .title = "std::unordered_map without a lock, for one thread",
      .source = "the C++ standard library",
      .progress = progress::wait_free,
      .max_threads = 1,
  };
  static constexpr dictionary_info traits{
      .by_reference = true, .walk = walk_guarantee::alone, .cannot = "be used by two threads"};

  explicit sequential_unordered_map(std::size_t n) { _map.reserve(n); }

  class handle {
   public:
    explicit handle(sequential_unordered_map& owner) : _map(owner._map) {}

    std::optional<V> find(const K& k) {
      const auto at = _map.find(k);
      if (at == _map.end()) return std::nullopt;
      return at->second;
    }
    bool insert(const K& k, const V& v) { return _map.try_emplace(k, v).second; }
    bool erase(const K& k) { return _map.erase(k) != 0; }
    bool update(const K& k, const V& v) {
      const auto at = _map.find(k);
      if (at == _map.end()) return false;
      at->second = v;
      return true;
    }
    template <class Change>
    bool upsert(const K& k, const V& v, Change&& change) {
      const auto [at, fresh] = _map.try_emplace(k, v);
      if (!fresh) at->second = change(std::as_const(at->second));
      return fresh;
    }
    template <class Visit>
    void for_each(Visit&& visit) {
      for (const auto& [k, v] : _map) visit(k, v);
    }

   private:
    std::unordered_map<K, V, mixed_hash>& _map;
  };

  [[nodiscard]] std::size_t size() const { return _map.size(); }

 private:
  std::unordered_map<K, V, mixed_hash> _map;
};

static_assert(map<sequential_unordered_map<std::uint64_t, std::uint64_t>>);

}  // namespace contend::adapter
