// Lookups and writes on one shared map or set: the body of all mixes.
#pragma once

#include "access.hpp"
#include "key_ledger.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace contend::suites {

/// What the operations are that are no lookups, by weight.
struct writes {
  unsigned insert = 1, erase = 1, update = 0;

  enum class kind { insert, erase, update };
  /// By 32 random bits.
  [[nodiscard]] constexpr kind pick(std::uint32_t dice) const noexcept {
    const std::uint64_t at = std::uint64_t{dice} * (insert + erase + update) >> 32;
    return at < insert ? kind::insert : at < insert + erase ? kind::erase : kind::update;
  }
};

/// Parameters: see key_space. A lookup of a set says whether a key is there, of a map also its
/// value. On private keys every answer is compared with a model; on others the keys that went in
/// and out, by the answers, with those that are there in the end.
template <class D, class Cargo = numbers>
class mix_load {
 public:
  using subject = D;

  explicit mix_load(const setting& s, const writes& how)
      : _keys(s), _how(how), _cargo(_keys), _ledger(s.threads), _dictionary(_keys.size()) {
    if (how.erase != 0 && !D::traits.concurrent_erase) {
      throw std::logic_error(std::string(D::info.name) + " can't erase beside other operations");
    }
    access<D, Cargo> at(*_dictionary, _cargo);
    for (key k = 0; k < _keys.universe(); k += 2) {
      at.put(k, key_space::first_stamp);
      _ledger.prefilled(k);
    }
  }

  class worker {
   public:
    worker(mix_load& load, const seat& s)
        : _load(load),
          _index(s.index),
          _random(s.seed),
          _stream(load._keys, s.index, _random),
          _at(*load._dictionary, load._cargo) {
      if (load._keys.choice() != key_choice::apart) return;
      _own = own_keys(_stream.first(), load._keys.range());
      for (key k = _stream.first(); k < _stream.first() + load._keys.range(); ++k) {
        if (key_space::prefilled(k)) _own.set(k, key_space::first_stamp);
      }
    }
    ~worker() {
      _book.top_ten = _stream.top_ten();
      _load._ledger.leave(_index, _book);
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const key k = _stream.next(_random);
        const std::uint64_t dice = _random();
        _book.hottest += k == _stream.hottest();
        if (_load._keys.reads(dice)) {
          look(k);
        } else {
          write(k, _load._how.pick(static_cast<std::uint32_t>(dice)));
        }
      }
      _book.draws += rounds;
      _at.safepoint();
      return tally::all(rounds);
    }

   private:
    void look(key k) {
      ++_book.lookups;
      const auto found = _at.look(k);
      _book.hits += found.has_value();
      _book.wrong_values += found == std::uint32_t{0};
      _book.wrong_answers += !_own.looked(k, found);
    }

    void write(key k, writes::kind what) {
      ++_book.writes;
      if (access<D, Cargo>::stamps) _stamp = key_space::after(_stamp);
      switch (what) {
        case writes::kind::insert: {
          const bool done = _at.put(k, _stamp);
          if (done) _book.inserted.put(k);
          _book.wrong_answers += !_own.inserted(k, _stamp, done);
          break;
        }
        case writes::kind::erase: {
          const key gone = _stream.erased_for(k);
          const bool done = _at.drop(gone);
          if (done) _book.erased.put(gone);
          _book.wrong_answers += !_own.erased(gone, done);
          break;
        }
        case writes::kind::update:
          if constexpr (access<D, Cargo>::stamps) {
            const bool done = _at.change(k, _stamp);
            _book.updated += done;
            _book.wrong_answers += !_own.updated(k, _stamp, done);
          }
          break;
      }
    }

    mix_load& _load;
    unsigned _index;
    rng _random;
    key_stream _stream;
    access<D, Cargo> _at;
    key_book _book;
    own_keys _own;
    std::uint32_t _stamp = key_space::first_stamp;
  };

  complaint verify() {
    if (D::info.ceiling) return std::nullopt;  // it keeps nothing
    bag found;
    std::uint64_t wrong_values = 0;
    {
      access<D, Cargo> at(*_dictionary, _cargo);
      for (key k = 0; k < _keys.universe(); ++k) {
        const auto there = at.look(k);
        if (there) found.put(k);
        wrong_values += there == std::uint32_t{0};
      }
    }
    if (auto wrong = _ledger.compare(found, _dictionary->size(), wrong_values)) return wrong;
    _dictionary.reset();
    collect<D>();
    return _cargo.verify();
  }

  [[nodiscard]] std::vector<metric> metrics() const { return _ledger.metrics(); }

 private:
  key_space _keys;
  writes _how;
  Cargo _cargo;
  key_ledger _ledger;
  [[no_unique_address]] collects_at_end<D> _collects;
  std::optional<D> _dictionary;
};

}  // namespace contend::suites
