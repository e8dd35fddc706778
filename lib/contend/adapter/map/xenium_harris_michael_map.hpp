// xenium's array of Harris-Michael lists. Include only where CONTEND_HAVE_XENIUM is defined.
#pragma once

#include <contend/adapter/map/atomic_value.hpp>
#include <contend/core/mixed_hash.hpp>
#include <contend/subject/dictionary.hpp>

#include <xenium/harris_michael_hash_map.hpp>
#include <xenium/reclamation/generic_epoch_based.hpp>

namespace contend::adapter {

/// Lock-free. The number of buckets is a constant of the program, whatever n is. Nodes are freed by
/// epochs. Its iterators give references without a lock, so that values are atomics. A walk that
/// meets an erasure starts its bucket again, and visits elements twice: for one thread alone.
template <class K, atomic_value V>
class basic_xenium_harris_michael_map {
 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info{
      .name = "xenium_harris_michael_map",
      .title = "xenium::harris_michael_hash_map, 65536 buckets",
      .source = "xenium; Michael, SPAA 2002",
      .progress = progress::lock_free,
  };
  static constexpr dictionary_info traits{.lookup = read_path::lock_free,
                                          .by_reference = true,
                                          .grows = false,
                                          .walk = walk_guarantee::alone,
                                          .cannot = "have more than its 65536 buckets, or fewer"};

  explicit basic_xenium_harris_michael_map(std::size_t) {}

 private:
  using table = xenium::harris_michael_hash_map<
      K, V, xenium::policy::reclaimer<xenium::reclamation::epoch_based<>>,
      xenium::policy::hash<mixed_hash>, xenium::policy::buckets<65536>>;

 public:
  class handle {
   public:
    explicit handle(basic_xenium_harris_michael_map& owner) : _table(owner._table) {}

    std::optional<V> find(const K& k) {
      const auto at = _table.find(k);
      if (at == _table.end()) return std::nullopt;
      return value_at(at->second).get();
    }
    bool insert(const K& k, const V& v) { return _table.emplace(k, v); }
    bool erase(const K& k) { return _table.erase(k); }
    bool update(const K& k, const V& v) {
      const auto at = _table.find(k);
      if (at == _table.end()) return false;
      value_at(at->second).set(v);
      return true;
    }
    template <class Change>
    bool upsert(const K& k, const V& v, Change&& change) {
      const auto [at, fresh] = _table.get_or_emplace(k, v);
      if (!fresh) value_at(at->second).change(change);
      return fresh;
    }
    template <class Visit>
    void for_each(Visit&& visit) {
      for (const auto& [k, v] : _table) visit(k, value_at(v).get());
    }

   private:
    table& _table;
  };

  /// It keeps no count: this is a walk.
  [[nodiscard]] std::size_t size() const {
    std::size_t n = 0;
    for (auto at = _table.begin(); at != _table.end(); ++at) ++n;
    return n;
  }

 private:
  mutable table _table;
};

template <class K, class V>
using xenium_harris_michael_map = basic_xenium_harris_michael_map<K, V>;

static_assert(map<xenium_harris_michael_map<std::uint64_t, std::uint64_t>>);

}  // namespace contend::adapter
