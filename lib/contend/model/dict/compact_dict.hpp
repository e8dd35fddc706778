// CPython's dict as a data structure: what happens under whichever lock.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/mixed_hash.hpp>
#include <contend/model/dict/compact_table.hpp>
#include <contend/model/dict/dict_rules.hpp>
#include <contend/model/dict/value_slot.hpp>
#include <contend/model/reclaim/place.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

namespace contend::model {

/// All functions are for one thread at a time, unless said otherwise. Values that it replaces or
/// takes out come back to the caller, as do tables, so that whoever holds a lock can drop and
/// retire them outside it.
template <class K, class V, class Rules>
class compact_dict {
 public:
  using slot = slot_for<V, Rules>;
  using table = compact_table<K, slot, Rules>;

  /// Room for about n elements (_PyDict_NewPresized).
  explicit compact_dict(std::size_t n) : _table(table::make(table::log2_for(n))) {}
  /// Drops the values. The table has been released.
  ~compact_dict() = default;
  compact_dict(const compact_dict&) = delete;
  compact_dict& operator=(const compact_dict&) = delete;

  [[nodiscard]] static std::size_t hash_of(const K& k) noexcept {
    const std::size_t h = mixed_hash{}(k);
    return h != table::erased ? h : h - 1;
  }

  /// The table that is in force. Any thread.
  [[nodiscard]] table* current() const noexcept { return _table.load(); }
  /// Any thread.
  // Relaxed: a number that may be outdated at once.
  [[nodiscard]] std::size_t size() const noexcept { return _used.load(memory_order_relaxed); }

  [[nodiscard]] std::optional<V> find(const K& k, std::size_t hash) const {
    table& t = *current();
    const auto n = t.find(k, hash);
    if (n < 0) return std::nullopt;
    return t.at(n).value.load();
  }

  /// If k is absent, takes `v` over, and returns true; `outgrown` is the table that was too small,
  /// if one was.
  bool insert(const K& k, std::size_t hash, V& v, std::unique_ptr<table>& outgrown) {
    if (current()->find(k, hash) >= 0) return false;
    append(k, hash, v, outgrown);
    return true;
  }
  /// If k is present, its value and `v` change places.
  bool update(const K& k, std::size_t hash, V& v) {
    table& t = *current();
    const auto n = t.find(k, hash);
    if (n < 0) return false;
    v = t.at(n).value.exchange(std::move(v));
    return true;
  }
  /// As insert, or else as update with what `change` makes of the value.
  template <class Change>
  bool upsert(const K& k, std::size_t hash, V& v, Change& change,
              std::unique_ptr<table>& outgrown) {
    table& t = *current();
    const auto n = t.find(k, hash);
    if (n >= 0) {
      slot& s = t.at(n).value;
      v = s.exchange(change(std::as_const(v = s.load())));
      return false;
    }
    append(k, hash, v, outgrown);
    return true;
  }
  /// The value, if k was present.
  std::optional<V> erase(const K& k, std::size_t hash) {
    table& t = *current();
    const auto n = t.find(k, hash);
    if (n < 0) return std::nullopt;
    t.erase(n);
    count(size() - 1);
    return t.at(n).value.take();
  }
  template <class Visit>
  void for_each(Visit visit) const {
    current()->for_each(
        [&](std::size_t, const K& key, slot& s) { visit(key, std::as_const(s).load()); });
  }

  /// The end: drops the values, and hands over the table.
  [[nodiscard]] std::unique_ptr<table> release() noexcept {
    current()->for_each([](std::size_t, const K&, slot& s) { (void)s.take(); });
    return std::unique_ptr<table>(_table.exchange(nullptr));
  }

 private:
  void append(const K& k, std::size_t hash, V& v, std::unique_ptr<table>& outgrown) {
    if (current()->full()) outgrown = grow();
    current()->append(hash, k, slot(std::move(v)));
    count(size() + 1);
  }
  /// GROWTH_RATE: three places for each element that is left. Fewer than there were, if there were
  /// many dummies.
  std::unique_ptr<table> grow() {
    std::unique_ptr<table> next(table::make(table::log2_of_places(size() * 3)));
    current()->for_each(
        [&](std::size_t hash, const K& key, slot& s) { next->append(hash, key, s); });
    return std::unique_ptr<table>(_table.exchange(next.release()));
  }
  void count(std::size_t used) noexcept {
    // Relaxed: see size().
    _used.store(used, memory_order_relaxed);
  }

  place<table> _table;
  atomic<std::size_t> _used{0};
};

}  // namespace contend::model
