// The plug board of the containers family: dicts and sets that all workers share.
#include "../plug.hpp"
#include "designs.hpp"
#include "map_mix.hpp"
#include "set_intern.hpp"
#include "set_mix.hpp"

void contend::suites::plug_containers(catalog& c) {
  suite s(c, "containers");
  const axis mostly_read{"read", {"98"}}, half_read{"read", {"50"}}, nine_in_ten{"read", {"90"}};
  const axis uniform_and_skewed{"skew", {"0", "0.99"}}, skewed{"skew", {"0.99"}};
  const axis large{"size", {"100000"}}, small{"size", {"1000"}};

  s.over(maps<key, std::uint64_t>{}, [&]<class M>(type<M>) {
    if constexpr (M::traits.concurrent_erase) {
      s.add<map_mix<M>>({mostly_read, uniform_and_skewed, large});
      s.add<map_mix<M>>({half_read, skewed, small});
    } else {
      s.absent({"map_mix"}, std::string(M::info.name),
               "its erase may not run beside other operations");
    }
  });
  for (const auto& [name, why] : absent_maps()) s.absent({"map_mix"}, name, why);

  s.over(sets<key>{}, [&]<class S>(type<S>) {
    if constexpr (S::traits.concurrent_erase) {
      s.add<set_mix<S>>({nine_in_ten, uniform_and_skewed, large});
    } else {
      s.absent({"set_mix"}, std::string(S::info.name),
               "its erase may not run beside other operations; see set_intern");
    }
  });
  s.over(sets<key>{}, [&]<class S>(type<S>) {
    s.add<set_intern<S>>({nine_in_ten, skewed, large});
  });
  for (const auto& [name, why] : absent_sets()) s.absent({"set_mix", "set_intern"}, name, why);
}
