// Concurrency Kit's hash table. Include only where CONTEND_HAVE_CK_LIBRARY is defined.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/core/mixed_hash.hpp>
#include <contend/subject/dictionary.hpp>

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <new>
#include <vector>

extern "C" {
#include <ck_ht.h>
}

namespace contend::adapter {

/// One writer at a time, under a mutex as its users have it; lookups without a lock. Integers of a
/// pointer's size, in the table itself: nothing is freed but a table that has become too small, and
/// those are kept until the end, as a reader may still be in one: together they are smaller than
/// the last. A walk stops the writers.
template <class K, class V>
requires std::unsigned_integral<K> && std::unsigned_integral<V> &&
    (sizeof(K) == sizeof(std::uintptr_t)) &&
    (sizeof(V) == sizeof(std::uintptr_t)) class basic_ck_hash_map {
 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info{
      .name = "ck_ht_map",
      .title = "Concurrency Kit, ck_ht, writers under std::mutex",
      .source = "Concurrency Kit",
      .progress = progress::blocking,
      .tsan_opaque =
          "it synchronises by fences in inline assembly, in a library not built for TSan",
  };
  static constexpr dictionary_info traits{.lookup = read_path::lock_free,
                                          .walk = walk_guarantee::snapshot,
                                          .cannot = "hold the two largest keys"};

  explicit basic_ck_hash_map(std::size_t n) {
    // It doubles when it is half full.
    if (!ck_ht_init(&_table, CK_HT_MODE_DIRECT | CK_HT_WORKLOAD_DELETE, &hash, &_memory, 2 * n + 2,
                    0)) {
      throw std::bad_alloc();
    }
  }
  ~basic_ck_hash_map() {
    ck_ht_destroy(&_table);
    for (void* old : _outgrown) std::free(old);
  }
  basic_ck_hash_map(const basic_ck_hash_map&) = delete;
  basic_ck_hash_map& operator=(const basic_ck_hash_map&) = delete;

  class handle {
   public:
    explicit handle(basic_ck_hash_map& owner) : _owner(owner) {}

    std::optional<V> find(const K& k) {
      place at(_owner, k);
      if (!ck_ht_get_spmc(&_owner._table, at.hash, &at.entry)) return std::nullopt;
      return at.value();
    }
    bool insert(const K& k, const V& v) {
      place now(_owner, k), next(_owner, k, v);
      const writing hold(_owner);
      // put() alone would do, but that of 0.7.1 adds a key twice (docs/known-defects.md).
      return !ck_ht_get_spmc(&_owner._table, now.hash, &now.entry) &&
             ck_ht_put_spmc(&_owner._table, next.hash, &next.entry);
    }
    bool erase(const K& k) {
      place at(_owner, k);
      const writing hold(_owner);
      return ck_ht_remove_spmc(&_owner._table, at.hash, &at.entry);
    }
    bool update(const K& k, const V& v) {
      place now(_owner, k), next(_owner, k, v);
      const writing hold(_owner);
      return ck_ht_get_spmc(&_owner._table, now.hash, &now.entry) &&
             ck_ht_set_spmc(&_owner._table, next.hash, &next.entry);
    }
    template <class Change>
    bool upsert(const K& k, const V& v, Change&& change) {
      place now(_owner, k);
      const writing hold(_owner);
      const bool fresh = !ck_ht_get_spmc(&_owner._table, now.hash, &now.entry);
      place next(_owner, k, fresh ? v : change(now.value()));
      ck_ht_set_spmc(&_owner._table, next.hash, &next.entry);
      return fresh;
    }
    template <class Visit>
    void for_each(Visit&& visit) {
      const writing hold(_owner);
      ck_ht_iterator at = CK_HT_ITERATOR_INITIALIZER;
      ck_ht_entry* entry = nullptr;
      while (ck_ht_next(&_owner._table, &at, &entry)) {
        visit(K{ck_ht_entry_key_direct(entry) - 1}, V{ck_ht_entry_value_direct(entry)});
      }
    }

   private:
    basic_ck_hash_map& _owner;
  };

  [[nodiscard]] std::size_t size() const {
    const std::lock_guard hold(_lock);
    return ck_ht_count(&_table);
  }

 private:
  /// A key, its hash and its value, as the library takes them. 0 and ~0 mean something to it.
  struct place {
    place(basic_ck_hash_map& owner, K k, V v = 0) {
      ck_ht_hash_direct(&hash, &owner._table, k + 1);
      ck_ht_entry_set_direct(&entry, hash, k + 1, v);
    }
    [[nodiscard]] V value() { return ck_ht_entry_value_direct(&entry); }
    ck_ht_hash_t hash;
    ck_ht_entry_t entry;
  };

  /// The writer's lock; and where the library is to leave the table that a growth makes useless.
  struct writing {
    explicit writing(basic_ck_hash_map& owner) : hold(owner._lock) { _leave_in = &owner._outgrown; }
    std::lock_guard<std::mutex> hold;
  };

  static void hash(ck_ht_hash_t* to, const void* key, std::size_t, std::uint64_t) {
    to->value = mixed_hash{}(*static_cast<const std::uintptr_t*>(key));
  }
  static void* allocate(std::size_t bytes) { return std::malloc(bytes); }
  static void release(void* at, std::size_t, bool deferred) {
    if (deferred) {
      _leave_in->push_back(at);
    } else {
      std::free(at);
    }
  }

  static inline constinit thread_local std::vector<void*>* _leave_in = nullptr;
  static inline ck_malloc _memory{&allocate, nullptr, &release};

  mutable ck_ht_t _table;
  std::vector<void*> _outgrown;
  alignas(no_share) mutable std::mutex _lock;
};

template <class K, class V>
using ck_hash_map = basic_ck_hash_map<K, V>;

static_assert(map<ck_hash_map<std::uint64_t, std::uint64_t>>);

}  // namespace contend::adapter
