// A shared set whose answers are written down, and then explained or not.
#pragma once

#include "few_keys.hpp"
#include "recorded.hpp"

#include <contend/linearize/container.hpp>
#include <contend/subject/dictionary.hpp>

namespace contend::suites {

/// No parameters. Without erasures where they may not run beside other operations.
template <set S>
class recorded_set {
  using action = linearize::action;

 public:
  using subject = S;
  static constexpr std::string_view name = "set";
  static constexpr unsigned max_threads = 64;
  static constexpr card about = recorded_card(
      "Answers of a shared set",
      "one lookup, insertion or erasure, recorded with when it was called and when it returned; "
      "for 2^15 operations a worker, then nothing");

  explicit recorded_set(const setting& s)
      : _recorded(s), _keys(S::traits.concurrent_erase), _set(few_keys::size_for(s, S::traits)) {}

  class worker {
   public:
    worker(recorded_set& load, const seat& s)
        : _log(load._recorded.of(s.index)), _keys(load._keys), _random(s.seed), _set(load._set) {}

    tally step(std::uint32_t rounds) {
      std::uint32_t done = 0;
      for (; done < rounds && !_log.full(); ++done) operate();
      safepoint_of(_set);
      return {rounds, done};
    }

   private:
    void operate() {
      const std::uint64_t k = _keys.draw(_random), dice = _random.below(3);
      if (dice == 0) {
        _log.operate(action::insert, k, 0, [&] { return _set.insert(k); });
        return;
      }
      if constexpr (S::traits.concurrent_erase) {
        if (dice == 1) {
          _log.operate(action::erase, k, 0, [&] { return _set.erase(k); });
          return;
        }
      }
      _log.operate(action::contains, k, 0, [&] { return _set.contains(k); });
    }

    linearize::thread_log& _log;
    const few_keys& _keys;
    rng _random;
    typename S::handle _set;
  };

  complaint verify() { return _recorded.conclude(linearize::check_container(_recorded.all())); }
  std::vector<metric> metrics() const { return _recorded.metrics(); }

 private:
  recorded _recorded;
  few_keys _keys;
  [[no_unique_address]] collects_at_end<S> _collects;
  S _set;
};

}  // namespace contend::suites
