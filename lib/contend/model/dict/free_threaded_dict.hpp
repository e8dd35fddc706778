// CPython 3.13's dict without the global lock: a lock in each dict, and reads without it.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/model/dict/compact_dict.hpp>
#include <contend/model/dict/dict_handles.hpp>
#include <contend/model/lock/byte_mutex.hpp>
#include <contend/subject/dictionary.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace contend::model {

/// The dict object. All functions are for any thread that is attached to the reclaimer.
template <class K, class V, class Rules>
class free_threaded_body {
 public:
  using dict = compact_dict<K, V, Rules>;
  using table = typename dict::table;
  using reclaimer = typename Rules::reclaimer;

  explicit free_threaded_body(std::size_t n) : _dict(n) {}
  /// The table goes the way of the others, so that whoever is the last to leave takes along what
  /// others had to leave behind.
  ~free_threaded_body() {
    typename reclaimer::thread self;
    const attached on(self);
    retire(_dict.release());
  }
  free_threaded_body(const free_threaded_body&) = delete;
  free_threaded_body& operator=(const free_threaded_body&) = delete;

  /// _Py_dict_lookup_threadsafe.
  std::optional<V> find(const K& k) const {
    const std::size_t hash = dict::hash_of(k);
    table* const t = _dict.current();
    const auto n = t->find(k, hash);
    // Absent, at some time while t was in force and we were here.
    if (n < 0) return std::nullopt;
    Rules::before_reading();
    table* const of_entry = Rules::keeps_to_its_table ? t : _dict.current();
    {
      std::optional<V> v = of_entry->at(n).value.try_load();
      // The old table's slots are as they were when it was replaced: what they refer to may have
      // been dropped since then, and be something else.
      if (v && (!Rules::rechecks_table || of_entry == _dict.current())) return v;
    }
    return find_locked(k, hash);
  }
  bool insert(const K& k, const V& v) {
    V mine(v);
    return change(
        [&](auto& outgrown) { return _dict.insert(k, dict::hash_of(k), mine, outgrown); });
  }
  bool update(const K& k, const V& v) {
    V mine(v);
    const std::lock_guard held(_lock);
    return _dict.update(k, dict::hash_of(k), mine);
  }
  template <class Change>
  bool upsert(const K& k, const V& v, Change f) {
    V mine(v);
    return change(
        [&](auto& outgrown) { return _dict.upsert(k, dict::hash_of(k), mine, f, outgrown); });
  }
  bool erase(const K& k) {
    std::optional<V> taken;
    const std::lock_guard held(_lock);
    taken = _dict.erase(k, dict::hash_of(k));
    return taken.has_value();
  }
  template <class Visit>
  void for_each(Visit visit) const {
    const std::lock_guard held(_lock);
    _dict.for_each(visit);
  }
  [[nodiscard]] std::size_t size() const noexcept { return _dict.size(); }

 private:
  // Not inlined: a lookup hardly ever comes here.
  [[gnu::noinline]] std::optional<V> find_locked(const K& k, std::size_t hash) const {
    const std::lock_guard held(_lock);
    return _dict.find(k, hash);
  }
  /// What an operation drops it drops when the lock is free: a destructor may come back here.
  template <class Operation>
  bool change(Operation operation) {
    std::unique_ptr<table> outgrown;
    bool took_effect;
    {
      const std::lock_guard held(_lock);
      took_effect = operation(outgrown);
    }
    if (outgrown) retire(std::move(outgrown));
    return took_effect;
  }
  static void retire(std::unique_ptr<table> t) noexcept {
    const std::size_t bytes = t->bytes();
    reclaimer::retire(t.release(), bytes);
  }

  // As in PyDictObject: the lock is in the object's head, beside what readers load.
  mutable byte_mutex _lock;
  dict _dict;
};

/// What a lookup reads and a write locks is CPython's; `Holder` says what is paid for the dict
/// object itself (dict_handles.hpp). What is not modelled: docs/dict-models.md.
///
/// Values are words, or handles, not null, of a counted design whose memory may be looked at
/// without a count: biased_pooled, as in CPython, or qsbr_slot. Keys are copied into each table,
/// and are not counted.
template <class K, class V, class Holder, class Rules = dict_rules>
requires requires { typename slot_for<V, Rules>; }
class basic_free_threaded_dict {
  using body = free_threaded_body<K, V, Rules>;

 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info{
      .name = Holder::name,
      .title = Holder::title,
      .source = "CPython 3.13 free threading (dictobject.c, pycore_dict.h, PEP 703)",
      .progress = progress::blocking,
  };
  static constexpr dictionary_info traits{
      .lookup = read_path::lock_free,
      .walk = walk_guarantee::snapshot,
      .cannot = "free an outgrown table, or an erased key, before all handles reach a safepoint",
  };

  explicit basic_free_threaded_dict(std::size_t n) : _object(n) {}

  /// A member of the reclaimer, and of what counts the dict, attached while it lives.
  class handle {
   public:
    explicit handle(basic_free_threaded_dict& dict) : _object(dict._object) {}

    std::optional<V> find(const K& k) {
      return _object.use([&](body& d) { return d.find(k); });
    }
    bool insert(const K& k, const V& v) {
      return _object.use([&](body& d) { return d.insert(k, v); });
    }
    bool erase(const K& k) {
      return _object.use([&](body& d) { return d.erase(k); });
    }
    bool update(const K& k, const V& v) {
      return _object.use([&](body& d) { return d.update(k, v); });
    }
    template <class Change>
    bool upsert(const K& k, const V& v, Change change) {
      return _object.use([&](body& d) { return d.upsert(k, v, change); });
    }
    template <class Visit>
    void for_each(Visit visit) {
      _object.use([&](body& d) { d.for_each(visit); });
    }
    void safepoint() {
      _counting.safepoint();
      _reading.safepoint();
    }

   private:
    using counting_thread = typename Holder::thread;
    using reading_thread = typename Rules::reclaimer::thread;

    [[no_unique_address]] counting_thread _counting;
    [[no_unique_address]] attached<counting_thread> _counts{_counting};
    [[no_unique_address]] reading_thread _reading;
    [[no_unique_address]] attached<reading_thread> _reads{_reading};
    typename Holder::template object<body>& _object;
  };

  [[nodiscard]] std::size_t size() const {
    return _object.use([](body& d) { return d.size(); });
  }
  static void collect() noexcept { Rules::reclaimer::collect(); }

 private:
  alignas(no_share) mutable typename Holder::template object<body> _object;
};

template <class K, class V>
using free_threaded_dict = basic_free_threaded_dict<K, V, borrowed_dict>;
template <class K, class V>
using free_threaded_dict_copied = basic_free_threaded_dict<K, V, biased_copied_dict>;
template <class K, class V>
using free_threaded_dict_copied_atomic = basic_free_threaded_dict<K, V, atomic_copied_dict>;
template <class K, class V>
using free_threaded_dict_immortal = basic_free_threaded_dict<K, V, immortal_dict>;

static_assert(upserting_map<free_threaded_dict<std::uint64_t, std::uint64_t>>);
static_assert(walkable_map<free_threaded_dict_copied<std::uint64_t, std::uint64_t>>);

}  // namespace contend::model
