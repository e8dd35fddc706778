// Lookups, insertions and erasures on one map that all workers share.
#pragma once

#include "mix_load.hpp"

namespace contend::suites {

/// Parameters: see key_space.
template <map M, class Cargo = numbers>
class map_mix : public mix_load<M, Cargo> {
 public:
  static constexpr std::string_view name = "map_mix";
  static constexpr card about{
      .title = "Lookups and updates on one shared map",
      .operation =
          "one lookup, insertion or erasure, whatever its answer; updates are half "
          "insertions, half erasures, so that the map keeps its size",
      .models = "caches, symbol tables, session stores: a shared map that is mostly read",
      .frees =
          "the thread that erases; the element was most likely inserted by another, unless the "
          "keys are private",
      .exposes =
          "what a lookup writes: a lock's word in the shared or in the hot element's line "
          "stops the scaling of a load that only reads. `keys` tells apart what a hot element "
          "costs (adjacent, scattered, hot), what sharing does (overlapping), and what the table "
          "itself costs when no two threads touch one element (private)",
      .not_for =
          "growth: the map is sized beforehand. Keys and values are 8 bytes each, and a "
          "lookup copies the value",
      .source =
          "parlayhash (universe of twice the size, half present); YCSB's zipf, scattered; "
          "libcuckoo's private keys; xenium's overlapping ranges",
  };

  explicit map_mix(const setting& s, const writes& how = {}) : mix_load<M, Cargo>(s, how) {}
};

}  // namespace contend::suites
