// Get what is there, or put one's own: all must agree on who was first.
#pragma once

#include "key_ledger.hpp"

#include <contend/subject/dictionary.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameters: `size`, keys (1 to 2^31 - 1); `keys` and `skew`, see key_space. The map starts
/// empty, built for one element.
template <map M>
class setdefault {
  using winner = std::uint16_t;
  static constexpr winner nobody = 0;

  struct end_state {
    std::uint64_t calls = 0, won = 0, disagreed = 0;
    std::vector<winner> first;
  };

 public:
  using subject = M;
  static constexpr std::string_view name = "map_setdefault";
  static constexpr unsigned max_threads = std::numeric_limits<std::uint16_t>::max();
  static constexpr card about{
      .title = "Get what is there, or put one's own",
      .operation =
          "one insertion of a value of one's own; if the key is there, one lookup of what "
          "the first one put",
      .models = "caches of what is expensive to make, lazily made singletons, dict.setdefault",
      .frees = "nobody, until the end",
      .exposes =
          "insertions that race for one key while the table grows; later, insertions that "
          "fail, which should cost no more than a lookup",
      .not_for =
          "the rate of first insertions: with a finite number of keys they are over in the "
          "warm-up (won_share)",
      .source = "dict.setdefault; the callers of putIfAbsent",
      .breaks = "insertions that check, and then put: two threads are told that they were first",
  };

  explicit setdefault(const setting& s) : _keys(sized(s), 1), _ends(s.threads), _map(1) {}

  class worker {
   public:
    worker(setdefault& load, const seat& s)
        : _load(load),
          _index(s.index),
          _random(s.seed),
          _stream(load._keys, s.index, _random),
          _first(load._keys.universe(), nobody),
          _map(load._map) {}
    ~worker() {
      _end.first = std::move(_first);
      *_load._ends[_index] = std::move(_end);
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      for (std::uint32_t i = 0; i < rounds; ++i) once(_stream.next(_random));
      _end.calls += rounds;
      safepoint_of(_map);
      return tally::all(rounds);
    }

   private:
    void once(key k) {
      winner& first = _first[k];
      const auto me = static_cast<winner>(_index + 1);
      if (_map.insert(k, value_of(k, me))) {
        _end.disagreed += first != nobody;  // somebody was, before
        first = me;
        ++_end.won;
        return;
      }
      const auto found = _map.find(k);
      const winner w = found ? winner_of(k, *found) : nobody;
      _end.disagreed += w == nobody || (first != nobody && first != w);
      first = w;
    }

    setdefault& _load;
    unsigned _index;
    rng _random;
    key_stream _stream;
    std::vector<std::uint16_t> _first;  // who was, by key, as far as I know
    typename M::handle _map;
    end_state _end;
  };

  /// For each key there was one first, and everybody says who.
  complaint verify() {
    if (M::info.ceiling) return std::nullopt;  // it keeps nothing
    std::uint64_t won = 0, disagreed = 0, present = 0;
    for (const auto& e : _ends) {
      won += e->won;
      disagreed += e->disagreed;
    }
    typename M::handle map(_map);
    for (key k = 0; k < _keys.universe(); ++k) {
      const auto value = map.find(k);
      const winner first = value ? winner_of(k, *value) : nobody;
      present += value.has_value();
      for (const auto& e : _ends) {
        if (!e->first.empty()) disagreed += e->first[k] != nobody && e->first[k] != first;
      }
    }
    if (disagreed != 0) {
      return std::to_string(disagreed) + " times two workers did not agree on who was first";
    }
    if (won != present || _map.size() != present) {
      return std::to_string(won) + " insertions were told to be first, but " +
             std::to_string(present) + " keys are there, and size() says " +
             std::to_string(_map.size());
    }
    return std::nullopt;
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    double won = 0, calls = 0;
    for (const auto& e : _ends) {
      won += static_cast<double>(e->won);
      calls += static_cast<double>(e->calls);
    }
    return {{"won_share", "share", calls > 0 ? won / calls : 0}};
  }

 private:
  static std::uint64_t value_of(key k, winner w) noexcept { return k << 16 | w; }
  static winner winner_of(key k, std::uint64_t value) noexcept {
    return value >> 16 == k ? static_cast<winner>(value) : nobody;
  }
  static setting sized(setting s) {
    auto all = s.params.all();
    all.emplace_back("read", "0");
    s.params = parameters(std::move(all));
    return s;
  }

  key_space _keys;
  std::vector<padded<end_state>> _ends;
  [[no_unique_address]] collects_at_end<M> _collects;
  M _map;
};

}  // namespace contend::suites
