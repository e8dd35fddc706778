// The parts of the containers family's plug board.
#pragma once

#include "needs.hpp"

#include <contend/catalog/catalog.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace contend::suites {

void plug_containers_maps(suite&);
void plug_containers_sets(suite&);
void plug_containers_tides(suite&);
void plug_containers_cargo(suite&);
void plug_containers_entries(suite&);
void plug_containers_walks(suite&);
void ask_containers(catalog&);

/// The presets, by name: see plug_presets.cpp.
namespace container_presets {
inline const std::string parlayhash = "parlayhash", boost_load = "boost-parallel-load",
                         conc_map_bench = "conc-map-bench", libcuckoo = "libcuckoo-universal",
                         setbench = "setbench", own_map = "own-map", hot_key = "hot-key";
}

/// Calls plug(type<D>{}) if D has all the needs; else lists D under those workloads, with the
/// reason.
template <class D, need... Needs, class Plug>
void plug_if(suite& s, const std::vector<std::string>& workloads, Plug plug) {
  constexpr std::string_view why = first_lack<D, Needs...>();
  if constexpr (why.empty()) {
    plug(type<D>{});
  } else {
    s.absent(workloads, std::string(D::info.name), std::string(why));
  }
}

}  // namespace contend::suites
