// A std::unordered_map under one lock: the map that every program starts with.
#pragma once

#include <contend/adapter/map/lock_kinds.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/core/mixed_hash.hpp>
#include <contend/subject/dictionary.hpp>

#include <unordered_map>
#include <utility>

namespace contend::adapter {

struct mutex_unordered_map_kind : one_at_a_time {
  static constexpr subject_info info{
      .name = "mutex_unordered_map",
      .title = "std::unordered_map under std::mutex",
      .source = "the C++ standard library",
      .progress = progress::blocking,
  };
};

/// Under Kind's lock, which a walk holds throughout.
template <class K, class V, class Kind>
class locked_unordered_map {
 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info = Kind::info;
  static constexpr dictionary_info traits{
      .lookup = Kind::lookup, .by_reference = true, .walk = walk_guarantee::snapshot};

  explicit locked_unordered_map(std::size_t n) { _map.reserve(n); }

 private:
  using mutex = typename Kind::mutex;
  using reading = typename Kind::reading;
  using writing = std::lock_guard<mutex>;

 public:
  class handle {
   public:
    explicit handle(locked_unordered_map& owner) : _owner(owner) {}

    std::optional<V> find(const K& k) {
      const reading hold(_owner._lock);
      const auto at = _owner._map.find(k);
      if (at == _owner._map.end()) return std::nullopt;
      return at->second;
    }
    bool insert(const K& k, const V& v) {
      const writing hold(_owner._lock);
      return _owner._map.try_emplace(k, v).second;
    }
    bool erase(const K& k) {
      const writing hold(_owner._lock);
      return _owner._map.erase(k) != 0;
    }
    bool update(const K& k, const V& v) {
      const writing hold(_owner._lock);
      const auto at = _owner._map.find(k);
      if (at == _owner._map.end()) return false;
      at->second = v;
      return true;
    }
    template <class Change>
    bool upsert(const K& k, const V& v, Change&& change) {
      const writing hold(_owner._lock);
      const auto [at, fresh] = _owner._map.try_emplace(k, v);
      if (!fresh) at->second = change(std::as_const(at->second));
      return fresh;
    }
    template <class Visit>
    void for_each(Visit&& visit) {
      const reading hold(_owner._lock);
      for (const auto& [k, v] : _owner._map) visit(k, v);
    }

   private:
    locked_unordered_map& _owner;
  };

  [[nodiscard]] std::size_t size() const {
    const reading hold(_lock);
    return _map.size();
  }

 private:
  alignas(no_share) mutable mutex _lock;
  std::unordered_map<K, V, mixed_hash> _map;
};

/// Blocking; a lookup takes the same lock as a write.
template <class K, class V>
using mutex_unordered_map = locked_unordered_map<K, V, mutex_unordered_map_kind>;

static_assert(map<mutex_unordered_map<std::uint64_t, std::uint64_t>>);

}  // namespace contend::adapter
