// The table of CPython's set: keys in place, a run of neighbours before each jump.
#pragma once

#include <contend/core/mixed_hash.hpp>
#include <contend/model/dict/probe.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace contend::model {

/// setobject.c of 3.13: ten neighbours are looked at for each step of the probe; a dummy is not
/// used again before the next resize; at three fifths, dummies included, a new table of four times
/// the elements, twice from 50000 on. Without the eight places within the object. One thread at a
/// time.
template <class K>
class set_table {
 public:
  /// Room for n (set_update_internal, from a set of n).
  explicit set_table(std::size_t n) { make(n * 2); }

  [[nodiscard]] static std::size_t hash_of(const K& k) noexcept {
    const std::size_t h = mixed_hash{}(k);
    return h < dummy ? h : h - 2;
  }
  [[nodiscard]] std::size_t size() const noexcept { return _used; }

  [[nodiscard]] bool contains(const K& k, std::size_t hash) const {
    return find(k, hash).hash == hash;
  }
  bool insert(const K& k, std::size_t hash) {
    entry& e = find(k, hash);
    if (e.hash == hash) return false;
    e.key = k;
    e.hash = hash;
    ++_fill;
    ++_used;
    if (_fill * 5 >= _mask * 3) resize(_used > 50000 ? _used * 2 : _used * 4);
    return true;
  }
  bool erase(const K& k, std::size_t hash) {
    entry& e = find(k, hash);
    if (e.hash != hash) return false;
    e.hash = dummy;
    e.key = K{};
    --_used;
    return true;
  }
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0; i <= _mask; ++i) {
      if (_entries[i].hash < dummy) visit(std::as_const(_entries[i].key));
    }
  }

 private:
  static constexpr std::size_t smallest = 8, neighbours = 9;
  static constexpr std::size_t unused = ~std::size_t{0}, dummy = unused - 1;  // no key's hashes

  struct entry {
    std::size_t hash = unused;
    K key{};
  };

  /// The key's entry, or the unused one where it would go.
  [[nodiscard]] entry& find(const K& k, std::size_t hash) const {
    for (probe at(hash, _mask);; at.next()) {
      entry* e = &_entries[at.place()];
      const std::size_t more = at.place() + neighbours <= _mask ? neighbours : 0;
      for (entry* const last = e + more; e <= last; ++e) {
        if (e->hash == unused || (e->hash == hash && e->key == k)) return *e;
      }
    }
  }
  void make(std::size_t more_than) {
    std::size_t places = smallest;
    while (places <= more_than) places *= 2;
    _entries = std::make_unique<entry[]>(places);
    _mask = places - 1;
  }
  void resize(std::size_t more_than) {
    const auto old = std::move(_entries);
    const std::size_t old_mask = _mask;
    make(more_than);
    _fill = _used;
    for (std::size_t i = 0; i <= old_mask; ++i) {
      if (old[i].hash < dummy) find(old[i].key, old[i].hash) = std::move(old[i]);
    }
  }

  std::unique_ptr<entry[]> _entries;
  std::size_t _mask = 0;  // one less than there are places
  std::size_t _used = 0;
  std::size_t _fill = 0;  // with dummies
};

}  // namespace contend::model
