// Boost's concurrent set, from 1.84. Include only where CONTEND_HAVE_BOOST_FLAT_SET is defined.
#pragma once

#include <contend/core/mixed_hash.hpp>
#include <contend/subject/dictionary.hpp>

#include <boost/unordered/concurrent_flat_set.hpp>

#include <type_traits>

namespace contend::adapter {

/// As boost_concurrent_flat_map; elements can't be changed, so that each lookup reads.
template <class K>
class boost_concurrent_flat_set {
 public:
  using key_type = K;
  static constexpr subject_info info{
      .name = "boost_concurrent_flat_set",
      .title = "boost::concurrent_flat_set",
      .source = "Boost.Unordered",
      .progress = progress::blocking,
  };
  static constexpr dictionary_info traits{.lookup = read_path::shared,
                                          .walk = walk_guarantee::weak};

  explicit boost_concurrent_flat_set(std::size_t n) { _table.reserve(n); }

 private:
  struct hash : mixed_hash {
    using is_avalanching = std::true_type;  // or Boost would mix once more
  };
  using table = boost::concurrent_flat_set<K, hash>;

 public:
  class handle {
   public:
    explicit handle(boost_concurrent_flat_set& owner) : _table(owner._table) {}

    bool contains(const K& k) { return _table.contains(k); }
    bool insert(const K& k) { return _table.insert(k); }
    bool erase(const K& k) { return _table.erase(k) != 0; }
    template <class Visit>
    void for_each(Visit&& visit) {
      _table.cvisit_all([&](const K& k) { visit(k); });
    }

   private:
    table& _table;
  };

  [[nodiscard]] std::size_t size() const { return _table.size(); }

 private:
  table _table;
};

static_assert(set<boost_concurrent_flat_set<std::uint64_t>>);

}  // namespace contend::adapter
