// libcds's sets. Include only where CONTEND_HAVE_CDS is defined.
#pragma once

#include <contend/adapter/map/cds_process.hpp>
#include <contend/core/mixed_hash.hpp>
#include <contend/subject/dictionary.hpp>

#include <cds/container/michael_list_hp.h>
#include <cds/container/michael_set.h>
#include <cds/container/split_list_set.h>

#include <functional>

namespace contend::adapter {

struct cds_michael_set_kind {
  static constexpr subject_info info{
      .name = "cds_michael_set",
      .title = "libcds, MichaelHashSet over MichaelList, hazard pointers",
      .source = "libcds; Michael, SPAA 2002",
      .progress = progress::lock_free,
      .max_threads = cds_max_threads,
      .tsan_opaque = cds_opaque,
  };
  struct list : cds::container::michael_list::traits {
    using less = std::less<>;
  };
  struct buckets : cds::container::michael_set::traits {
    using hash = mixed_hash;
    using item_counter = cds::atomicity::item_counter;
  };
  template <class K>
  using table =
      cds::container::MichaelHashSet<cds::gc::HP, cds::container::MichaelList<cds::gc::HP, K, list>,
                                     buckets>;
};

struct cds_split_set_kind {
  static constexpr subject_info info{
      .name = "cds_split_list_set",
      .title = "libcds, SplitListSet over MichaelList, hazard pointers",
      .source = "libcds; Shalev, Shavit, JACM 2006",
      .progress = progress::lock_free,
      .max_threads = cds_max_threads,
      .tsan_opaque = cds_opaque,
  };
  struct list : cds::container::michael_list::traits {
    using less = std::less<>;
  };
  struct split : cds::container::split_list::traits {
    using ordered_list = cds::container::michael_list_tag;
    using ordered_list_traits = list;
    using hash = mixed_hash;
  };
  template <class K>
  using table = cds::container::SplitListSet<cds::gc::HP, K, split>;
};

/// Buckets for as many as are expected, for ever. Iterators are for one thread alone.
template <class K, class Kind>
class cds_set {
 public:
  using key_type = K;
  static constexpr subject_info info = Kind::info;
  static constexpr dictionary_info traits{
      .lookup = read_path::lock_free, .grows = false, .walk = walk_guarantee::alone};

 private:
  using table = typename Kind::template table<K>;

 public:
  explicit cds_set(std::size_t n) {
    cds_process::start();
    const cds_member here;
    _table = new table(n + 1, 1);
  }
  ~cds_set() {
    const cds_member here;
    delete _table;
  }
  cds_set(const cds_set&) = delete;
  cds_set& operator=(const cds_set&) = delete;

  class handle {
   public:
    explicit handle(cds_set& owner) : _table(*owner._table) {}

    bool contains(const K& k) { return _table.contains(k); }
    bool insert(const K& k) { return _table.insert(k); }
    bool erase(const K& k) { return _table.erase(k); }
    template <class Visit>
    void for_each(Visit&& visit) {
      for (auto at = _table.begin(); at != _table.end(); ++at) visit(*at);
    }

   private:
    cds_member _member;
    table& _table;
  };

  [[nodiscard]] std::size_t size() const { return _table->size(); }

 private:
  table* _table;
};

template <class K>
using cds_michael_set = cds_set<K, cds_michael_set_kind>;
template <class K>
using cds_split_list_set = cds_set<K, cds_split_set_kind>;

static_assert(set<cds_michael_set<std::uint64_t>>);
static_assert(set<cds_split_list_set<std::uint64_t>>);

}  // namespace contend::adapter
