// What is done to one entry of a map in one step, or in two that must fit: counters, defaults.
#include "counters.hpp"
#include "designs.hpp"
#include "plugs.hpp"
#include "setdefault.hpp"

void contend::suites::plug_containers_entries(suite& s) {
  s.over(maps<key, std::uint64_t>{}, [&]<class M>(type<M>) {
    plug_if<M, need::grows, need::upserts>(s, {"map_count"}, [&]<class E>(type<E>) {
      using load = counters<E>;
      s.add<load>({{"read", {"0"}}, {"skew", {"0", "0.99"}}, {"size", {"10000"}}});
      s.add<load>({{"read", {"0"}}, {"skew", {"0"}}, {"size", {"1"}}, {"keys", {"hot"}}});
      s.add<load>({{"read", {"90"}},
                   {"skew", {"0.01", "0.5", "0.99"}},
                   {"size", {"500000"}},
                   {"keys", {"adjacent"}}},
                  container_presets::boost_load);
    });
    plug_if<M, need::grows>(s, {"map_setdefault"}, [&]<class E>(type<E>) {
      // A ceiling says of every insertion that it was the first.
      if constexpr (!E::info.ceiling) {
        s.add<setdefault<E>>({{"skew", {"0"}}, {"size", {"100000"}}});
      }
    });
  });
}
