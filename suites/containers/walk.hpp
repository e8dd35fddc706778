// Walks over all elements of a map or a set while others write to it.
#pragma once

#include "walk_check.hpp"

#include <contend/core/cache_line.hpp>

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace contend::suites {

/// A container that can be walked.
template <class D>
concept walkable = walkable_map<D> || walkable_set<D>;

/// Parameters: `size`, elements (two a worker, at least); `moves`, pairs moved between two walks of
/// a worker (0 to 10^6).
template <walkable D>
class walk_load {
 public:
  using subject = D;
  static constexpr std::string_view name = map<D> ? "map_walk" : "set_walk";
  static constexpr card about{
      .title = "Walks over all elements, beside writers",
      .operation =
          "one element visited, or one insertion or erasure; each worker moves elements "
          "between its walks",
      .models = "expiry sweeps, statistics, saving a table while it is in use",
      .frees = "the worker that moves an element frees its old place",
      .exposes =
          "what a walk makes writers wait for, or what it must copy; and what a writer makes a "
          "walk repeat",
      .not_for =
          "lookups: there are none. Elements a second are no measure of how long a writer is "
          "held up by one walk: see the latency of a round",
      .source = "libcds iter_erase; CPython's iteration over a shared dict",
      .breaks = "walks that skip or repeat an element when the table is resized under them",
  };

  explicit walk_load(const setting& s)
      : _pairs(s.params.integer("size"), s.threads),
        _moves(moves_in(s.params)),
        _ends(s.threads),
        _dictionary(2 * _pairs.count()) {
    typename D::handle at(_dictionary);
    for (std::uint64_t p = 0; p < _pairs.count(); ++p) put(at, 2 * p);
  }

  class worker {
   public:
    worker(walk_load& load, const seat& s)
        : _load(load),
          _index(s.index),
          _random(s.seed),
          _check(load._pairs, s.index, D::traits.walk),
          _at(load._dictionary) {}
    ~worker() {
      *_load._ends[_index] = {_check.walks(), _check.visited(), _check.incomplete(),
                              _check.torn(),  _refused,         _wrong_values};
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      const std::uint64_t before = _check.visited();
      for (std::uint32_t i = 0; i < rounds; ++i) {
        for (std::uint64_t m = 0; m < _load._moves; ++m) move();
        walk();
        safepoint_of(_at);
      }
      return tally::all(2 * _load._moves * rounds + _check.visited() - before);
    }

   private:
    void move() {
      const std::uint64_t pair = _load._pairs.draw(_index, _random);
      const key here = 2 * pair + _check.upper(pair), there = here ^ 1;
      _refused += !put(_at, there);
      _refused += !_at.erase(here);
      _check.moved(pair);
    }

    void walk() {
      _check.begin();
      if constexpr (walkable_map<D>) {
        _at.for_each([this](const key& k, const std::uint64_t& v) {
          _wrong_values += v != mix(k);
          _check.met(k);
        });
      } else {
        _at.for_each([this](const key& k) { _check.met(k); });
      }
      _check.end();
    }

    walk_load& _load;
    unsigned _index;
    rng _random;
    walk_check _check;
    typename D::handle _at;
    std::uint64_t _refused = 0, _wrong_values = 0;
  };

  complaint verify() {
    if (D::info.ceiling) return std::nullopt;  // it keeps nothing
    const end_state all = total();
    if (all.wrong_values != 0) {
      return std::to_string(all.wrong_values) + " elements were met with another's value";
    }
    if (all.refused != 0) {
      return std::to_string(all.refused) + " writes to a key that is nobody else's were refused";
    }
    if (all.incomplete != 0) {
      return std::to_string(all.incomplete) + " of " + std::to_string(all.walks) +
             " walks did not meet exactly once what was there throughout";
    }
    if (all.torn != 0) {
      return std::to_string(all.torn) + " of " + std::to_string(all.walks) +
             " walks were of no one instant: they met neither key of a pair";
    }
    if (_dictionary.size() != _pairs.count()) {
      return std::to_string(_pairs.count()) + " elements are in, and size() says " +
             std::to_string(_dictionary.size());
    }
    return std::nullopt;
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    const end_state all = total();
    return {{"walks", "walks", static_cast<double>(all.walks)},
            {"visited_a_walk", "elements",
             static_cast<double>(all.visited) /
                 static_cast<double>(std::max<std::uint64_t>(all.walks, 1))}};
  }
  [[nodiscard]] std::uint64_t round_operations() const noexcept {
    return _pairs.count() + 2 * _moves;
  }

 private:
  struct end_state {
    std::uint64_t walks = 0, visited = 0, incomplete = 0, torn = 0, refused = 0, wrong_values = 0;
  };

  static bool put(typename D::handle& at, key k) {
    if constexpr (map<D>) {
      return at.insert(k, mix(k));
    } else {
      return at.insert(k);
    }
  }
  static std::uint64_t moves_in(const parameters& p) {
    const std::int64_t n = p.integer("moves");
    if (n < 0 || n > 1'000'000) throw std::invalid_argument("moves must be from 0 to 1000000");
    return static_cast<std::uint64_t>(n);
  }
  [[nodiscard]] end_state total() const {
    end_state all;
    for (const auto& e : _ends) {
      all.walks += e->walks;
      all.visited += e->visited;
      all.incomplete += e->incomplete;
      all.torn += e->torn;
      all.refused += e->refused;
      all.wrong_values += e->wrong_values;
    }
    return all;
  }

  walk_pairs _pairs;
  std::uint64_t _moves;
  std::vector<padded<end_state>> _ends;
  [[no_unique_address]] collects_at_end<D> _collects;
  D _dictionary;
};

}  // namespace contend::suites
