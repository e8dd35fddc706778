// The mixes on maps.
#include "designs.hpp"
#include "map_mix.hpp"
#include "mix_cards.hpp"
#include "plugs.hpp"

namespace contend::suites {
namespace {

using namespace container_presets;

axis read(std::vector<std::string> values) { return {"read", std::move(values)}; }
axis skew(std::vector<std::string> values) { return {"skew", std::move(values)}; }
axis size(std::vector<std::string> values) { return {"size", std::move(values)}; }
axis keys(std::vector<std::string> values) { return {"keys", std::move(values)}; }

template <class M>
void plug_mixes(suite& s) {
  using load = map_mix<M>;
  s.add<load>({read({"98"}), skew({"0", "0.99"}), size({"100000"})});
  s.add<load>({read({"50"}), skew({"0.99"}), size({"1000"})});
  s.add<load>({read({"100", "90", "0"}), skew({"0.99"}), size({"10000"})});
  s.add<load>({read({"90"}), skew({"0.5", "0.75"}), size({"10000"})});
  s.add<load>({read({"90"}), skew({"0.99"}), size({"10000"}), keys({"adjacent"})});
  s.add<load>({read({"90"}), skew({"0"}), size({"10000"}), keys({"private", "overlapping"})});
  s.add<load>({read({"50"}), skew({"0"}), size({"1"})});
  s.add_as<load>("map_war", war_card, {read({"0"}), skew({"0"}), size({"1"}), keys({"hot"})}, {});
  s.add_as<load>("map_handed", handed_card,
                 {read({"50"}), skew({"0"}), size({"10000"}), keys({"handed"})}, {});

  s.add<load>({read({"95", "50"}), skew({"0", "0.99"}), size({"10000", "10000000"})}, parlayhash);
  s.add<load>({read({"98"}), skew({"0"}), size({"1000000"}), keys({"private"})}, conc_map_bench);
  s.add_as<load>("map_exchange", load::about,
                 {read({"10"}), skew({"0"}), size({"1000000"}), keys({"private"})}, conc_map_bench,
                 exchanged);
  s.add<load>({read({"100", "50"}), skew({"0"}), size({"1000000"}), keys({"private"})}, libcuckoo);
  s.add<load>({read({"98"}), skew({"0", "0.99"}), size({"10000", "1000000"})}, own_map);
}

/// For every map, also one that can't erase beside other operations.
template <class M>
void plug_without_erasure(suite& s) {
  using load = map_mix<M>;
  s.add_as<load>("map_intern", map_intern_card, {read({"90"}), skew({"0.99"}), size({"10000"})}, {},
                 only_inserts);
  s.add_as<load>("map_replace", map_replace_card, {read({"50"}), skew({"0.99"}), size({"10000"})},
                 {}, only_updates);
  const std::vector<axis> hot{read({"100"}), skew({"0"}), size({"1000"}), keys({"hot"})};
  s.add_as<load>("map_hot_key", hot_key_card, hot, {}, only_inserts);
  if (M::info.name.starts_with("tbb_concurrent_hash_map")) {
    s.add_as<load>("map_hot_key", hot_key_card, hot, hot_key, only_inserts);
    s.add_as<load>("map_intern", map_intern_card, {read({"100"}), skew({"0"}), size({"100000"})},
                   hot_key, only_inserts);
  }
}

}  // namespace

void plug_containers_maps(suite& s) {
  s.over(maps<key, std::uint64_t>{}, [&]<class M>(type<M>) {
    plug_if<M, need::erases>(s, {"map_mix", "map_war", "map_handed"},
                             [&]<class E>(type<E>) { plug_mixes<E>(s); });
    plug_without_erasure<M>(s);
  });
  for (const auto& [name, why] : absent_maps()) s.absent({"map_mix", "map_intern"}, name, why);
}

}  // namespace contend::suites
