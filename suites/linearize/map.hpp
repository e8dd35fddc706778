// A shared map whose answers are written down, and then explained or not.
#pragma once

#include "few_keys.hpp"
#include "recorded.hpp"

#include <contend/linearize/container.hpp>
#include <contend/subject/dictionary.hpp>

namespace contend::suites {

/// No parameters. Without erasures where they may not run beside other operations, and with upserts
/// where there are any.
template <map M>
class recorded_map {
  using action = linearize::action;

 public:
  using subject = M;
  static constexpr std::string_view name = "map";
  static constexpr unsigned max_threads = 64;
  static constexpr card about = recorded_card(
      "Answers of a shared map",
      "one find, insertion, update, erasure or upsert, recorded with when it was called and when "
      "it returned; for 2^15 operations a worker, then nothing");

  explicit recorded_map(const setting& s)
      : _recorded(s), _keys(M::traits.concurrent_erase), _map(few_keys::size_for(s, M::traits)) {}

  class worker {
   public:
    worker(recorded_map& load, const seat& s)
        : _log(load._recorded.of(s.index)),
          _keys(load._keys),
          _random(s.seed),
          _value(s.index + 1),
          _threads(s.threads),
          _map(load._map) {}

    tally step(std::uint32_t rounds) {
      std::uint32_t done = 0;
      for (; done < rounds && !_log.full(); ++done) operate();
      safepoint_of(_map);
      return {rounds, done};
    }

   private:
    void operate() {
      const std::uint64_t k = _keys.draw(_random),
                          dice = _random.below(M::traits.concurrent_erase ? 20 : 17);
      // Nobody else writes it.
      const std::uint64_t v = _value += _threads;
      if (dice < 6) {
        _log.operate(action::find, k, 0, [&] { return _map.find(k); });
      } else if (dice < 11) {
        _log.operate(action::insert, k, v, [&] { return _map.insert(k, v); });
      } else if (dice < 14) {
        _log.operate(action::update, k, v, [&] { return _map.update(k, v); });
      } else if (dice < 17) {
        upsert(k, v);
      } else if constexpr (M::traits.concurrent_erase) {
        _log.operate(action::erase, k, 0, [&] { return _map.erase(k); });
      }
    }
    void upsert(std::uint64_t k, std::uint64_t v) {
      if constexpr (upserting_map<M>) {
        // In the upper half, so that sums of few are as good as distinct.
        const std::uint64_t added = v << 32;
        _log.operate(action::upsert, k, added, [&] {
          return _map.upsert(k, added, [added](const std::uint64_t& x) { return x + added; });
        });
      } else {
        _log.operate(action::find, k, 0, [&] { return _map.find(k); });
      }
    }

    linearize::thread_log& _log;
    const few_keys& _keys;
    rng _random;
    std::uint64_t _value, _threads;
    typename M::handle _map;
  };

  complaint verify() { return _recorded.conclude(linearize::check_container(_recorded.all())); }
  std::vector<metric> metrics() const { return _recorded.metrics(); }

 private:
  recorded _recorded;
  few_keys _keys;
  [[no_unique_address]] collects_at_end<M> _collects;
  M _map;
};

}  // namespace contend::suites
