// Every map and every set.
#include "../containers/designs.hpp"
#include "map.hpp"
#include "plugs.hpp"
#include "set.hpp"

void contend::suites::plug_linearize_containers(suite& s) {
  using word = std::uint64_t;
  s.over(maps<word, word>{}, [&]<class M>(type<M>) {
    if constexpr (!M::info.ceiling) s.add<recorded_map<M>>();
  });
  for (const auto& [name, why] : absent_maps()) s.absent({"map"}, name, why);
  s.over(sets<word>{}, [&]<class S>(type<S>) {
    if constexpr (!S::info.ceiling) s.add<recorded_set<S>>();
  });
  for (const auto& [name, why] : absent_sets()) s.absent({"set"}, name, why);
}
