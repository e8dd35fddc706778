// Lookups, insertions and erasures on one map that all workers share.
#pragma once

#include "keys.hpp"

#include <contend/subject/dictionary.hpp>

namespace contend::suites {

/// Parameters: see key_space.
template <map M>
class map_mix {
  static_assert(M::traits.concurrent_erase, "the load erases while others look up");

 public:
  using subject = M;
  static constexpr std::string_view name = "map_mix";
  static constexpr card about{
      .title = "Lookups and updates on one shared map",
      .operation =
          "one lookup, insertion or erasure, whatever its answer; updates are half "
          "insertions, half erasures, so that the map keeps its size",
      .models = "caches, symbol tables, session stores: a shared map that is mostly read",
      .frees = "the thread that erases; the element was most likely inserted by another",
      .exposes =
          "what a lookup writes: a lock's word in the shared or in the hot element's line "
          "stops the scaling of a load that only reads",
      .not_for =
          "growth: the map is sized beforehand. Keys and values are 8 bytes each, and a "
          "lookup copies the value",
      .source = "parlayhash (universe of twice the size, half present); YCSB's zipf, scattered",
  };

  explicit map_mix(const setting& s) : _keys(s), _map(_keys.size()), _ledger(s.threads) {
    typename M::handle map(_map);
    for (key k = 0; k < _keys.size(); ++k) {
      map.insert(k, _keys.value_of(k));
      _ledger.prefilled(k);
    }
  }

  class worker {
   public:
    worker(map_mix& load, const seat& s)
        : _load(load),
          _index(s.index),
          _random(s.seed),
          _stream(load._keys, _random),
          _hottest(load._keys.hottest()),
          _map(load._map) {}
    ~worker() { _load._ledger.leave(_index, _book); }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      const key_space& keys = _load._keys;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const key k = _stream.next(_random);
        const std::uint64_t dice = _random();
        _book.hottest += k == _hottest;
        if (keys.reads(dice)) {
          ++_book.lookups;
          if (const auto value = _map.find(k)) {
            ++_book.hits;
            _book.wrong_values += *value != keys.value_of(k);
          }
        } else {
          ++_book.updates;
          if (dice & 1) {
            if (_map.insert(k, keys.value_of(k))) _book.inserted.put(k);
          } else {
            if (_map.erase(k)) _book.erased.put(k);
          }
        }
      }
      _book.draws += rounds;
      safepoint_of(_map);
      return tally::all(rounds);
    }

   private:
    map_mix& _load;
    unsigned _index;
    rng _random;
    key_stream _stream;
    key _hottest;
    typename M::handle _map;
    key_book _book;
  };

  complaint verify() {
    if (M::info.ceiling) return std::nullopt;  // it holds nothing
    bag found;
    std::uint64_t wrong_values = 0;
    typename M::handle map(_map);
    for (key k = 0; k < _keys.universe(); ++k) {
      if (const auto value = map.find(k)) {
        found.put(k);
        wrong_values += *value != _keys.value_of(k);
      }
    }
    return _ledger.compare(found, _map.size(), wrong_values);
  }

  std::vector<metric> metrics() const { return _ledger.metrics(); }

 private:
  key_space _keys;
  M _map;
  key_ledger _ledger;
};

}  // namespace contend::suites
