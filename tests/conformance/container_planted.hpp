// Maps and sets with one planted bug each. None depends on luck or on time: a thread's own calls
// bring it out.
#pragma once

#include <contend/subject/dictionary.hpp>

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace contend::planted {

enum class bug {
  none,
  loses_insert,
  keeps_erased,
  erases_neighbour,
  mixes_values,
  miscounts,
  loses_update,
  misses_present,
  loses_addition,
  adds_to_neighbour,
  puts_twice,
  skips_in_walk,
  repeats_in_walk,
  keeps_a_value,
};

/// Says true once in fifty calls of one thread.
inline bool now() {
  thread_local unsigned calls = 0;
  return ++calls % 50 == 0;
}

/// What is never dropped. Reachable to the end, so that only the load's own ledger can object.
template <class V>
std::vector<V*>& kept() {
  static auto& all = *new std::vector<V*>;
  return all;
}

/// An ordered map under one mutex, which can do all that a map can be asked for.
template <bug Bug, class V = std::uint64_t, walk_guarantee Walk = walk_guarantee::snapshot,
          class K = std::uint64_t>
class bad_map {
 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info{.name = "bad"};
  static constexpr dictionary_info traits{.walk = Walk};

  explicit bad_map(std::size_t) {}

  class handle {
   public:
    explicit handle(bad_map& m) : _m(m) {}

    std::optional<V> find(const K& k) {
      const std::lock_guard hold(_m._lock);
      if (Bug == bug::misses_present && now()) return std::nullopt;
      const auto at = _m._all.find(k);
      return at == _m._all.end() ? std::nullopt : std::optional<V>(at->second);
    }
    bool insert(const K& k, const V& v) {
      const std::lock_guard hold(_m._lock);
      if (Bug == bug::loses_insert && now()) return !_m._all.contains(k);
      if constexpr (Bug == bug::mixes_values) {
        if (now()) return _m._all.emplace(k, v ^ 1).second;
      }
      if (Bug == bug::puts_twice && now()) {
        _m._all.insert_or_assign(k, v);
        return true;
      }
      return _m._all.emplace(k, v).second;
    }
    bool erase(const K& k) {
      const std::lock_guard hold(_m._lock);
      if (Bug == bug::keeps_erased && now()) return _m._all.contains(k);
      if constexpr (Bug == bug::erases_neighbour) {
        // As many as should be, but not the same.
        if (now() && _m._all.contains(k) && _m._all.erase(k ^ 1) != 0) return true;
      }
      if constexpr (Bug == bug::keeps_a_value) {
        const auto at = _m._all.find(k);
        if (at != _m._all.end()) kept<V>().push_back(new V(at->second));
      }
      return _m._all.erase(k) != 0;
    }
    bool update(const K& k, const V& v) {
      const std::lock_guard hold(_m._lock);
      const auto at = _m._all.find(k);
      if (at == _m._all.end()) return false;
      if (Bug == bug::loses_update && now()) return true;
      at->second = v;
      return true;
    }
    template <class Change>
    bool upsert(const K& k, const V& v, Change change) {
      const std::lock_guard hold(_m._lock);
      auto at = _m._all.find(k);
      if (at == _m._all.end()) {
        _m._all.emplace(k, v);
        return true;
      }
      if (Bug == bug::loses_addition && now()) return false;
      if (Bug == bug::adds_to_neighbour && at != _m._all.begin()) --at;
      at->second = change(at->second);
      return false;
    }
    template <class Visit>
    void for_each(Visit visit) {
      const std::lock_guard hold(_m._lock);
      bool first = true;
      for (const auto& [k, v] : _m._all) {
        if (Bug == bug::skips_in_walk && std::exchange(first, false)) continue;
        if (Bug == bug::repeats_in_walk && std::exchange(first, false)) visit(k, v);
        visit(k, v);
      }
    }

   private:
    bad_map& _m;
  };

  [[nodiscard]] std::size_t size() const {
    const std::lock_guard hold(_lock);
    return _all.size() + (Bug == bug::miscounts);
  }

 private:
  mutable std::mutex _lock;
  std::map<K, V> _all;
};

/// An ordered set under one mutex.
template <bug Bug, walk_guarantee Walk = walk_guarantee::snapshot>
class bad_set {
 public:
  using key_type = std::uint64_t;
  static constexpr subject_info info{.name = "bad"};
  static constexpr dictionary_info traits{.walk = Walk};

  explicit bad_set(std::size_t) {}

  class handle {
   public:
    explicit handle(bad_set& s) : _s(s) {}

    bool contains(std::uint64_t k) {
      const std::lock_guard hold(_s._lock);
      if (Bug == bug::misses_present && now()) return false;
      return _s._all.contains(k);
    }
    bool insert(std::uint64_t k) {
      const std::lock_guard hold(_s._lock);
      if (Bug == bug::loses_insert && now()) return !_s._all.contains(k);
      return _s._all.insert(k).second;
    }
    bool erase(std::uint64_t k) {
      const std::lock_guard hold(_s._lock);
      if (Bug == bug::keeps_erased && now()) return _s._all.contains(k);
      if (Bug == bug::erases_neighbour && now() && _s._all.contains(k) && _s._all.erase(k ^ 1)) {
        return true;
      }
      return _s._all.erase(k) != 0;
    }
    template <class Visit>
    void for_each(Visit visit) {
      const std::lock_guard hold(_s._lock);
      bool first = true;
      for (const std::uint64_t k : _s._all) {
        if (Bug == bug::skips_in_walk && std::exchange(first, false)) continue;
        if (Bug == bug::repeats_in_walk && std::exchange(first, false)) visit(k);
        visit(k);
      }
    }

   private:
    bad_set& _s;
  };

  [[nodiscard]] std::size_t size() const {
    const std::lock_guard hold(_lock);
    return _all.size() + (Bug == bug::miscounts);
  }

 private:
  mutable std::mutex _lock;
  std::set<std::uint64_t> _all;
};

}  // namespace contend::planted
