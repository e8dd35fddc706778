// Lookups, insertions and erasures on one set that all workers share.
#pragma once

#include "mix_load.hpp"

namespace contend::suites {

/// Parameters: see key_space. For sets that may erase while others look up.
template <set S, class Cargo = numbers>
class set_mix : public mix_load<S, Cargo> {
 public:
  static constexpr std::string_view name = "set_mix";
  static constexpr card about{
      .title = "Lookups and updates on one shared set",
      .operation =
          "one lookup, insertion or erasure, whatever its answer; updates are half "
          "insertions, half erasures, so that the set keeps its size",
      .models = "tables of what is active: connections, locks, work in progress",
      .frees =
          "the thread that erases; the element was most likely inserted by another, unless the "
          "keys are private",
      .exposes = "what a lookup writes, and what an erasure makes others wait for",
      .not_for =
          "growth: the set is sized beforehand. A design without concurrent erasure is "
          "not here but in set_intern",
      .source = "parlayhash's set of integers; synchrobench (range of twice the size)",
  };

  explicit set_mix(const setting& s, const writes& how = {}) : mix_load<S, Cargo>(s, how) {}
};

}  // namespace contend::suites
