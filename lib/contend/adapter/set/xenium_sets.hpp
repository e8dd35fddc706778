// xenium's maps, used as sets: it has no hash set. Include only where CONTEND_HAVE_XENIUM is
// defined.
#pragma once

#include <contend/core/mixed_hash.hpp>
#include <contend/subject/dictionary.hpp>

#include <xenium/harris_michael_hash_map.hpp>
#include <xenium/reclamation/generic_epoch_based.hpp>
#include <xenium/vyukov_hash_map.hpp>

#include <concepts>
#include <cstdint>

namespace contend::adapter {

/// Writers lock a bucket; lookups go by its version. Keys are integers, which are kept in place, as
/// is the value that a set does not need: in nodes, to erase an absent key crashes
/// (docs/known-defects.md). A walk locks a bucket at a time, and must not meet a growth.
template <std::unsigned_integral K>
class basic_xenium_vyukov_set {
 public:
  using key_type = K;
  static constexpr subject_info info{
      .name = "xenium_vyukov_set",
      .title = "xenium::vyukov_hash_map, as a set of integers",
      .source = "xenium; Vyukov, 2008",
      .progress = progress::blocking,
  };
  static constexpr dictionary_info traits{.lookup = read_path::lock_free,
                                          .walk = walk_guarantee::alone};

  explicit basic_xenium_vyukov_set(std::size_t n) : _table(n) {}

 private:
  using table =
      xenium::vyukov_hash_map<K, std::uint32_t,
                              xenium::policy::reclaimer<xenium::reclamation::epoch_based<>>,
                              xenium::policy::hash<mixed_hash>>;

 public:
  class handle {
   public:
    explicit handle(basic_xenium_vyukov_set& owner) : _table(owner._table) {}

    bool contains(const K& k) {
      typename table::accessor at;
      return _table.try_get_value(k, at);
    }
    bool insert(const K& k) { return _table.emplace(k, 0); }
    bool erase(const K& k) { return _table.erase(k); }
    template <class Visit>
    void for_each(Visit&& visit) {
      for (auto at = _table.begin(); at != _table.end(); ++at) visit((*at).first);
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

template <class K>
using xenium_vyukov_set = basic_xenium_vyukov_set<K>;

/// As xenium_harris_michael_map.
template <class K>
class xenium_harris_michael_set {
 public:
  using key_type = K;
  static constexpr subject_info info{
      .name = "xenium_harris_michael_set",
      .title = "xenium::harris_michael_hash_map, 65536 buckets, as a set",
      .source = "xenium; Michael, SPAA 2002",
      .progress = progress::lock_free,
  };
  static constexpr dictionary_info traits{.lookup = read_path::lock_free,
                                          .grows = false,
                                          .walk = walk_guarantee::alone,
                                          .cannot = "have more than its 65536 buckets, or fewer"};

  explicit xenium_harris_michael_set(std::size_t) {}

 private:
  struct nothing {};
  using table = xenium::harris_michael_hash_map<
      K, nothing, xenium::policy::reclaimer<xenium::reclamation::epoch_based<>>,
      xenium::policy::hash<mixed_hash>, xenium::policy::buckets<65536>>;

 public:
  class handle {
   public:
    explicit handle(xenium_harris_michael_set& owner) : _table(owner._table) {}

    bool contains(const K& k) { return _table.contains(k); }
    bool insert(const K& k) { return _table.get_or_emplace(k).second; }
    bool erase(const K& k) { return _table.erase(k); }
    template <class Visit>
    void for_each(Visit&& visit) {
      for (const auto& [k, none] : _table) visit(k);
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

static_assert(set<xenium_vyukov_set<std::uint64_t>>);
static_assert(set<xenium_harris_michael_set<std::uint64_t>>);

}  // namespace contend::adapter
