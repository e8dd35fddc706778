// liburcu's hash table. Include only where CONTEND_HAVE_URCU_CDS is defined.
#pragma once

#include <contend/adapter/reclaim/urcu.hpp>
#include <contend/core/mixed_hash.hpp>
#include <contend/subject/dictionary.hpp>

#include <urcu/rculfhash.h>

#include <new>

namespace contend::adapter {

/// A split-ordered list of its user's nodes. An element is never changed: an update replaces its
/// node, and call_rcu() frees the old one. A thread of the library's doubles the buckets as the
/// list gets longer. The membarrier flavour: a lookup needs no barrier, and a handle no safepoints.
template <class K, class V>
class urcu_lfht_map {
  using flavour = urcu_memb_flavour;

 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info{
      .name = "urcu_lfht_map",
      .title = "liburcu, cds_lfht, membarrier flavour",
      .source = "liburcu; Shalev, Shavit, JACM 2006",
      .progress = progress::lock_free,
      .tsan_opaque = flavour::info.tsan_opaque,
  };
  static constexpr dictionary_info traits{
      .lookup = read_path::lock_free, .by_reference = true, .walk = walk_guarantee::weak};

  explicit urcu_lfht_map(std::size_t n) {
    const urcu_memb::thread here;
    unsigned long buckets = 1;
    while (buckets < n) buckets *= 2;
    _table = cds_lfht_new_flavor(buckets, 1, 0, CDS_LFHT_AUTO_RESIZE | CDS_LFHT_ACCOUNTING,
                                 &urcu_memb_flavor, nullptr);
    if (_table == nullptr) throw std::bad_alloc();
  }
  ~urcu_lfht_map() {
    const urcu_memb::thread here;
    {
      const section reading;
      cds_lfht_iter at;
      for (node* n = first(at); n != nullptr; n = next(at)) {
        cds_lfht_del(_table, n);
        n->retire();
      }
    }
    cds_lfht_destroy(_table, nullptr);
    flavour::barrier();  // nothing of this map is left to the library's threads
  }
  urcu_lfht_map(const urcu_lfht_map&) = delete;
  urcu_lfht_map& operator=(const urcu_lfht_map&) = delete;

 private:
  struct section {
    section() noexcept { flavour::lock(); }
    ~section() { flavour::unlock(); }
    section(const section&) = delete;
    section& operator=(const section&) = delete;
  };

  struct node : cds_lfht_node {
    node(const K& k, const V& v) : key(k), value(v) { cds_lfht_node_init(this); }

    void retire() noexcept {
      _waiting.self = this;
      flavour::call(&_waiting.head,
                    [](rcu_head* head) { delete reinterpret_cast<waiting*>(head)->self; });
    }
    K key;
    V value;

   private:
    struct waiting {
      rcu_head head;  // first: what call_rcu gives back
      node* self;
    } _waiting{};
  };

  static node* in(cds_lfht_iter& at) { return static_cast<node*>(cds_lfht_iter_get_node(&at)); }
  static int is(cds_lfht_node* n, const void* k) {
    return static_cast<node*>(n)->key == *static_cast<const K*>(k);
  }
  node* first(cds_lfht_iter& at) const {
    cds_lfht_first(_table, &at);
    return in(at);
  }
  node* next(cds_lfht_iter& at) const {
    cds_lfht_next(_table, &at);
    return in(at);
  }

 public:
  class handle {
   public:
    explicit handle(urcu_lfht_map& owner) : _table(owner._table), _owner(owner) {}

    std::optional<V> find(const K& k) {
      const section reading;
      cds_lfht_iter at;
      const node* n = look_up(k, at);
      if (n == nullptr) return std::nullopt;
      return n->value;
    }
    bool insert(const K& k, const V& v) {
      node* fresh = new node(k, v);
      const section reading;
      if (cds_lfht_add_unique(_table, mixed_hash{}(k), &is, &k, fresh) == fresh) return true;
      delete fresh;  // nobody has seen it
      return false;
    }
    /// A node that is gone when it is to be deleted may have been replaced: then the key is there
    /// still, in another node.
    bool erase(const K& k) {
      const section reading;
      cds_lfht_iter at;
      for (node* n = look_up(k, at); n != nullptr; n = look_up(k, at)) {
        if (cds_lfht_del(_table, n) != 0) continue;
        n->retire();
        return true;
      }
      return false;
    }
    bool update(const K& k, const V& v) {
      return replace(k, [&](const V&) -> const V& { return v; });
    }
    template <class Change>
    bool upsert(const K& k, const V& v, Change&& change) {
      for (;;) {
        if (replace(k, change)) return false;
        if (insert(k, v)) return true;
      }
    }
    template <class Visit>
    void for_each(Visit&& visit) {
      const section reading;
      cds_lfht_iter at;
      for (const node* n = _owner.first(at); n != nullptr; n = _owner.next(at)) {
        visit(n->key, n->value);
      }
    }

   private:
    node* look_up(const K& k, cds_lfht_iter& at) {
      cds_lfht_lookup(_table, mixed_hash{}(k), &is, &k, &at);
      return in(at);
    }
    /// False if there is no k; else its node is replaced by one with what `make` makes of its
    /// value.
    template <class Make>
    bool replace(const K& k, Make&& make) {
      const section reading;
      for (;;) {
        cds_lfht_iter at;
        node* old = look_up(k, at);
        if (old == nullptr) return false;
        node* fresh = new node(k, make(static_cast<const V&>(old->value)));
        if (cds_lfht_replace(_table, &at, mixed_hash{}(k), &is, &k, fresh) == 0) {
          old->retire();
          return true;
        }
        delete fresh;  // nobody has seen it
      }
    }

    urcu_memb::thread _member;
    cds_lfht* _table;
    urcu_lfht_map& _owner;
  };

  /// It keeps no exact count: this is a walk.
  [[nodiscard]] std::size_t size() const {
    const urcu_memb::thread here;
    const section reading;
    std::size_t n = 0;
    cds_lfht_iter at;
    for (const node* one = first(at); one != nullptr; one = next(at)) ++n;
    return n;
  }

 private:
  cds_lfht* _table;
};

static_assert(map<urcu_lfht_map<std::uint64_t, std::uint64_t>>);

}  // namespace contend::adapter
