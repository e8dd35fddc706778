// libcds: Michael's buckets, split-ordered lists, and Feldman's array of arrays. Include only where
// CONTEND_HAVE_CDS is defined.
#pragma once

#include <contend/adapter/map/atomic_value.hpp>
#include <contend/adapter/map/cds_process.hpp>
#include <contend/core/mixed_hash.hpp>
#include <contend/subject/dictionary.hpp>

#include <cds/container/feldman_hashmap_hp.h>
#include <cds/container/michael_kvlist_hp.h>
#include <cds/container/michael_list_hp.h>
#include <cds/container/michael_map.h>
#include <cds/container/split_list_map.h>

#include <concepts>
#include <cstddef>
#include <functional>
#include <new>
#include <utility>

namespace contend::adapter {

/// As many buckets as elements are expected, for ever.
struct cds_michael_kind {
  static constexpr subject_info info{
      .name = "cds_michael_map",
      .title = "libcds, MichaelHashMap over MichaelKVList, hazard pointers",
      .source = "libcds; Michael, SPAA 2002",
      .progress = progress::lock_free,
      .max_threads = cds_max_threads,
      .tsan_opaque = cds_opaque,
  };
  static constexpr bool grows = false;
  struct list : cds::container::michael_list::traits {
    using less = std::less<>;
  };
  struct buckets : cds::container::michael_map::traits {
    using hash = mixed_hash;
    using item_counter = cds::atomicity::item_counter;
  };
  template <class K, class V>
  using table = cds::container::MichaelHashMap<
      cds::gc::HP, cds::container::MichaelKVList<cds::gc::HP, K, V, list>, buckets>;
  template <class Table>
  static Table* make(std::size_t n) {
    return new Table(n + 1, 1);
  }
};

/// One list; the buckets that lead into it double, up to what was expected.
struct cds_split_kind {
  static constexpr subject_info info{
      .name = "cds_split_list_map",
      .title = "libcds, SplitListMap over MichaelList, hazard pointers",
      .source = "libcds; Shalev, Shavit, JACM 2006",
      .progress = progress::lock_free,
      .max_threads = cds_max_threads,
      .tsan_opaque = cds_opaque,
  };
  static constexpr bool grows = false;
  struct list : cds::container::michael_list::traits {
    using less = std::less<>;
  };
  struct split : cds::container::split_list::traits {
    using ordered_list = cds::container::michael_list_tag;
    using ordered_list_traits = list;
    using hash = mixed_hash;
  };
  template <class K, class V>
  using table = cds::container::SplitListMap<cds::gc::HP, K, V, split>;
  template <class Table>
  static Table* make(std::size_t n) {
    return new Table(n + 1, 1);
  }
};

/// libcds 2.3.3 gives arrays back as if each were one small node: harmless where the size of what
/// is freed is not told.
template <class T>
struct cds_array_allocator {
  using value_type = T;
  cds_array_allocator() = default;
  template <class U>
  cds_array_allocator(const cds_array_allocator<U>&) noexcept {}
  static T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T))); }
  static void deallocate(T* p, std::size_t) noexcept { ::operator delete(p); }
  friend bool operator==(const cds_array_allocator&, const cds_array_allocator&) = default;
};

/// A tree of arrays, by the bits of the hash: no two keys may have the same one, as no two integers
/// have. A walk may meet an element twice.
struct cds_feldman_kind {
  static constexpr subject_info info{
      .name = "cds_feldman_map",
      .title = "libcds, FeldmanHashMap, hazard pointers",
      .source = "libcds; Feldman, LaBorde, Dechev, 2013",
      .progress = progress::lock_free,
      .max_threads = cds_max_threads,
      .tsan_opaque = cds_opaque,
  };
  static constexpr bool grows = true;
  struct tree : cds::container::feldman_hashmap::traits {
    using hash = mixed_hash;
    using node_allocator = cds_array_allocator<int>;
  };
  template <class K, class V>
  requires std::integral<K>
  using table = cds::container::FeldmanHashMap<cds::gc::HP, K, V, tree>;
  template <class Table>
  static Table* make(std::size_t) {
    return new Table;
  }
};

/// Lookups are given the element itself, without a lock, so that values are atomics. libcds's own
/// update() won't do: it links a new element in, and only then has it filled
/// (docs/known-defects.md). Iterators are for one thread alone.
template <class K, atomic_value V, class Kind>
requires requires { typename Kind::template table<K, V>; }
class cds_map {
 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info = Kind::info;
  static constexpr dictionary_info traits{.lookup = read_path::lock_free,
                                          .by_reference = true,
                                          .grows = Kind::grows,
                                          .walk = walk_guarantee::alone};

 private:
  using table = typename Kind::template table<K, V>;

 public:
  explicit cds_map(std::size_t n) {
    cds_process::start();
    const cds_member here;
    _table = Kind::template make<table>(n);
  }
  ~cds_map() {
    const cds_member here;
    delete _table;
  }
  cds_map(const cds_map&) = delete;
  cds_map& operator=(const cds_map&) = delete;

  class handle {
   public:
    explicit handle(cds_map& owner) : _table(*owner._table) {}

    std::optional<V> find(const K& k) {
      std::optional<V> found;
      _table.find(k, [&](auto& at, auto&...) { found = value_at(at.second).get(); });
      return found;
    }
    bool insert(const K& k, const V& v) { return _table.insert(k, v); }
    bool erase(const K& k) { return _table.erase(k); }
    bool update(const K& k, const V& v) {
      return _table.find(k, [&](auto& at, auto&...) { value_at(at.second).set(v); });
    }
    template <class Change>
    bool upsert(const K& k, const V& v, Change&& change) {
      for (;;) {
        if (_table.find(k, [&](auto& at, auto&...) { value_at(at.second).change(change); })) {
          return false;
        }
        if (_table.insert(k, v)) return true;
      }
    }
    template <class Visit>
    void for_each(Visit&& visit) {
      for (auto at = _table.begin(); at != _table.end(); ++at) {
        visit(at->first, value_at(at->second).get());
      }
    }

   private:
    cds_member _member;
    table& _table;
  };

  [[nodiscard]] std::size_t size() const { return _table->size(); }

 private:
  table* _table;
};

template <class K, class V>
using cds_michael_map = cds_map<K, V, cds_michael_kind>;
template <class K, class V>
using cds_split_list_map = cds_map<K, V, cds_split_kind>;
template <class K, class V>
using cds_feldman_map = cds_map<K, V, cds_feldman_kind>;

static_assert(map<cds_michael_map<std::uint64_t, std::uint64_t>>);
static_assert(map<cds_split_list_map<std::uint64_t, std::uint64_t>>);
static_assert(map<cds_feldman_map<std::uint64_t, std::uint64_t>>);

}  // namespace contend::adapter
