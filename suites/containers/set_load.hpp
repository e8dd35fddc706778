// What the two loads on a shared set have in common: all but the updates.
#pragma once

#include "keys.hpp"

#include <contend/subject/dictionary.hpp>

namespace contend::suites {

/// Lookups, and updates that are insertions, or insertions and erasures by halves if `Erases`.
template <set S, bool Erases>
class set_load {
 public:
  using subject = S;

  explicit set_load(const setting& s) : _keys(s), _set(_keys.size()), _ledger(s.threads) {
    typename S::handle set(_set);
    for (key k = 0; k < _keys.size(); ++k) {
      set.insert(k);
      _ledger.prefilled(k);
    }
  }

  class worker {
   public:
    worker(set_load& load, const seat& s)
        : _load(load),
          _index(s.index),
          _random(s.seed),
          _stream(load._keys, _random),
          _hottest(load._keys.hottest()),
          _set(load._set) {}
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
          _book.hits += _set.contains(k);
        } else {
          ++_book.updates;
          if (!Erases || (dice & 1)) {
            if (_set.insert(k)) _book.inserted.put(k);
          } else {
            if (_set.erase(k)) _book.erased.put(k);
          }
        }
      }
      _book.draws += rounds;
      safepoint_of(_set);
      return tally::all(rounds);
    }

   private:
    set_load& _load;
    unsigned _index;
    rng _random;
    key_stream _stream;
    key _hottest;
    typename S::handle _set;
    key_book _book;
  };

  complaint verify() {
    if (S::info.ceiling) return std::nullopt;  // it holds nothing
    bag found;
    typename S::handle set(_set);
    for (key k = 0; k < _keys.universe(); ++k) {
      if (set.contains(k)) found.put(k);
    }
    return _ledger.compare(found, _set.size());
  }

  std::vector<metric> metrics() const { return _ledger.metrics(); }

 private:
  key_space _keys;
  S _set;
  key_ledger _ledger;
};

}  // namespace contend::suites
