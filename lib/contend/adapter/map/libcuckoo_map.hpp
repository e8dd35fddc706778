// libcuckoo's map. Include only where CONTEND_HAVE_LIBCUCKOO is defined.
#pragma once

#include <contend/core/mixed_hash.hpp>
#include <contend/subject/dictionary.hpp>

#include <libcuckoo/cuckoohash_map.hh>

#include <utility>

namespace contend::adapter {

/// Two buckets of four a key, each under a spin lock that lookups take as well. Built for twice the
/// n, so that it need not grow: libcuckoo 0.3.1 does so with a data race (docs/known-defects.md),
/// and would at n, where that nearly fills a table. A walk locks the whole table.
template <class K, class V>
class libcuckoo_map {
 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info{
      .name = "libcuckoo_map",
      .title = "libcuckoo::cuckoohash_map, sized beforehand",
      .source = "libcuckoo; Li, Andersen, Kaminsky, Freedman, EuroSys 2014",
      .progress = progress::blocking,
  };
  static constexpr dictionary_info traits{
      .lookup = read_path::exclusive,
      .by_reference = true,
      .grows = false,
      .walk = walk_guarantee::snapshot,
      .cannot = "grow beside other operations without a data race, in 0.3.1"};

  explicit libcuckoo_map(std::size_t n) : _table(2 * n) {}

 private:
  using table = libcuckoo::cuckoohash_map<K, V, mixed_hash>;

 public:
  class handle {
   public:
    explicit handle(libcuckoo_map& owner) : _table(owner._table) {}

    std::optional<V> find(const K& k) {
      std::optional<V> found;
      _table.find_fn(k, [&](const V& v) { found = v; });
      return found;
    }
    bool insert(const K& k, const V& v) { return _table.insert(k, v); }
    bool erase(const K& k) { return _table.erase(k); }
    bool update(const K& k, const V& v) { return _table.update(k, v); }
    template <class Change>
    bool upsert(const K& k, const V& v, Change&& change) {
      return _table.upsert(
          k, [&](V& now) { now = change(std::as_const(now)); }, v);
    }
    template <class Visit>
    void for_each(Visit&& visit) {
      const auto all = _table.lock_table();
      for (const auto& [k, v] : all) visit(k, v);
    }

   private:
    table& _table;
  };

  [[nodiscard]] std::size_t size() const { return _table.size(); }

 private:
  table _table;
};

static_assert(map<libcuckoo_map<std::uint64_t, std::uint64_t>>);

}  // namespace contend::adapter
