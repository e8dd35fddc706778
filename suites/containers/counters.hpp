// Counters in a map: every operation adds one under a key, or looks a counter up.
#pragma once

#include "key_ledger.hpp"

#include <contend/subject/dictionary.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace contend::suites {

/// Parameters: see key_space, but that the map starts empty and was built for one element, and that
/// there are `size` counters; half of all lookups are for keys that never come.
template <upserting_map M>
class counters {
  struct end_state {
    std::uint64_t draws = 0, hottest = 0, lookups = 0, hits = 0, wrong = 0;
    std::uint64_t added = 0, weight = 0;  ///< additions; and the sum of their keys' weights
    std::uint64_t fresh = 0;              ///< those that inserted
    double top_ten = 0;
  };

 public:
  using subject = M;
  static constexpr std::string_view name = "map_count";
  static constexpr card about{
      .title = "Counters in a map",
      .operation =
          "one addition of 1 to the value under a key, which is inserted with 1 if it is "
          "absent; or one lookup",
      .models = "histograms, rate limiters, word counts: read, modify and write back as one step",
      .frees =
          "nobody, until the end; a design that makes a node for each value frees one an "
          "addition",
      .exposes =
          "what the atomic step is: the element's lock, a lock on a part of the table, or a "
          "retry; and a hot counter, which no table can spread",
      .not_for = "counting: a counter a thread, added up when asked, costs nothing of this",
      .source =
          "Boost's parallel_load (10 % emplace_or_visit, 45 % successful and 45 % "
          "unsuccessful lookups); sequence counting",
      .breaks = "look up, then update: two steps lose additions",
  };

  explicit counters(const setting& s) : _keys(s, 1), _ends(s.threads), _map(1) {}

  class worker {
   public:
    worker(counters& load, const seat& s)
        : _load(load),
          _index(s.index),
          _random(s.seed),
          _stream(load._keys, s.index, _random),
          _map(load._map) {}
    ~worker() {
      _end.top_ten = _stream.top_ten();
      *_load._ends[_index] = _end;
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const key counter = _stream.next(_random);
        const std::uint64_t dice = _random();
        _end.hottest += counter == _stream.hottest();
        if (_load._keys.reads(dice)) {
          look(counter, dice & 1);
        } else {
          _end.fresh += _map.upsert(key_of(counter), 1, one_more);
          ++_end.added;
          _end.weight += mix(counter);
        }
      }
      _end.draws += rounds;
      safepoint_of(_map);
      return tally::all(rounds);
    }

   private:
    void look(key counter, bool in_vain) {
      ++_end.lookups;
      const auto found = _map.find(key_of(counter) + in_vain);
      _end.hits += found.has_value();
      _end.wrong += found && (in_vain || *found == 0);
    }

    counters& _load;
    unsigned _index;
    rng _random;
    key_stream _stream;
    typename M::handle _map;
    end_state _end;
  };

  /// The values are as many as the additions, key by key: a sum, and one with a weight a key.
  complaint verify() {
    if (M::info.ceiling) return std::nullopt;  // it keeps nothing
    const end_state all = total();
    if (all.wrong != 0) return std::to_string(all.wrong) + " lookups found what nobody had counted";
    std::uint64_t values = 0, weight = 0, present = 0;
    typename M::handle map(_map);
    for (key c = 0; c < _keys.universe(); ++c) {
      const auto value = map.find(key_of(c));
      if (!value) continue;
      ++present;
      values += *value;
      weight += *value * mix(c);
    }
    if (values != all.added) {
      return std::to_string(all.added) + " additions, but the values add up to " +
             std::to_string(values);
    }
    if (weight != all.weight) return "as many additions as there should be, but to other keys";
    if (present != all.fresh || _map.size() != present) {
      return std::to_string(all.fresh) + " keys were new, " + std::to_string(present) +
             " are there, size() says " + std::to_string(_map.size());
    }
    return std::nullopt;
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    const end_state all = total();
    const auto share = [](double part, std::uint64_t of) {
      return part / static_cast<double>(of == 0 ? 1 : of);
    };
    return {{"hit_share", "share", share(static_cast<double>(all.hits), all.lookups)},
            {"top1_share", "share", share(static_cast<double>(all.hottest), all.draws)},
            {"top10_share", "share", share(all.top_ten, _ends.size())}};
  }

 private:
  static key key_of(key counter) noexcept { return 2 * counter; }
  static std::uint64_t one_more(const std::uint64_t& n) noexcept { return n + 1; }

  [[nodiscard]] end_state total() const {
    end_state all;
    for (const auto& e : _ends) {
      all.draws += e->draws;
      all.hottest += e->hottest;
      all.lookups += e->lookups;
      all.hits += e->hits;
      all.wrong += e->wrong;
      all.added += e->added;
      all.weight += e->weight;
      all.fresh += e->fresh;
      all.top_ten += e->top_ten;
    }
    return all;
  }

  key_space _keys;
  std::vector<padded<end_state>> _ends;
  [[no_unique_address]] collects_at_end<M> _collects;
  M _map;
};

}  // namespace contend::suites
