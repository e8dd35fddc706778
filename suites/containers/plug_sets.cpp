// The mixes on sets.
#include "designs.hpp"
#include "mix_cards.hpp"
#include "plugs.hpp"
#include "set_intern.hpp"
#include "set_mix.hpp"

namespace contend::suites {
namespace {

template <class S>
void plug_mixes(suite& s) {
  using load = set_mix<S>;
  const axis nine_in_ten{"read", {"90"}}, uniform{"skew", {"0"}}, skewed{"skew", {"0.99"}};
  s.add<load>({nine_in_ten, {"skew", {"0", "0.99"}}, {"size", {"100000"}}});
  s.add<load>({{"read", {"50", "0"}}, skewed, {"size", {"10000"}}});
  s.add<load>({nine_in_ten, uniform, {"size", {"10000"}}, {"keys", {"private", "overlapping"}}});
  s.add_as<load>("set_war", war_card,
                 {{"read", {"0"}}, uniform, {"size", {"1"}}, {"keys", {"hot"}}}, {});
  s.add_as<load>("set_handed", handed_card,
                 {{"read", {"50"}}, uniform, {"size", {"10000"}}, {"keys", {"handed"}}}, {});

  s.add<load>({nine_in_ten, uniform, {"size", {"10000", "10000000"}}},
              container_presets::parlayhash);
  s.add<load>({{"read", {"80"}}, uniform, {"size", {"50000"}}}, container_presets::setbench);
}

}  // namespace

void plug_containers_sets(suite& s) {
  s.over(sets<key>{}, [&]<class S>(type<S>) {
    plug_if<S, need::erases>(s, {"set_mix", "set_war", "set_handed"},
                             [&]<class E>(type<E>) { plug_mixes<E>(s); });
  });
  s.over(sets<key>{}, [&]<class S>(type<S>) {
    s.add<set_intern<S>>({{"read", {"90"}}, {"skew", {"0.99"}}, {"size", {"100000"}}});
  });
  for (const auto& [name, why] : absent_sets()) s.absent({"set_mix", "set_intern"}, name, why);
}

}  // namespace contend::suites
