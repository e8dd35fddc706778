// Growth from empty, and shrinking.
#include "designs.hpp"
#include "plugs.hpp"
#include "tide.hpp"

namespace contend::suites {
namespace {

/// The names of the loads on one kind of container.
struct names {
  std::string grow, grow_read, drain;
};

template <class D>
void plug_tide(suite& s, const names& n) {
  const axis from_one{"start", {"1"}};
  plug_if<D, need::grows>(s, {n.grow, n.grow_read}, [&]<class E>(type<E>) {
    using load = tide<E>;
    s.add_as<load>(n.grow, grow_card, {{"size", {"1000", "100000"}}, from_one}, {}, grown);
    s.add_as<load>(n.grow, grow_card, {{"size", {"100000"}}, {"start", {"size"}}}, {}, grown);
    s.add_as<load>(n.grow_read, grow_read_card, {{"size", {"100000"}}, from_one}, {},
                   grown_and_read);
  });
  plug_if<D, need::erases>(s, {n.drain}, [&]<class E>(type<E>) {
    // One that does not grow has its room from the start.
    const axis from{"start", {lacks<E>(need::grows).empty() ? "1" : "size"}};
    s.add_as<tide<E>>(n.drain, drain_card, {{"size", {"1000", "100000"}}, from}, {}, drained);
  });
}

template <class M>
void plug_published(suite& s) {
  using load = tide<M>;
  const axis million{"size", {"1000000"}};
  if constexpr (lacks<M>(need::grows).empty()) {
    s.add_as<load>("map_grow", grow_card, {million, {"start", {"1", "size"}}},
                   container_presets::libcuckoo, grown);
  }
  if constexpr (lacks<M>(need::erases).empty()) {
    s.add_as<load>("map_rapid_grow", rapid_card, {million, {"start", {"size"}}},
                   container_presets::conc_map_bench, grown_rapidly);
  }
}

}  // namespace

void plug_containers_tides(suite& s) {
  s.over(maps<key, std::uint64_t>{}, [&]<class M>(type<M>) {
    plug_tide<M>(s, {"map_grow", "map_grow_read", "map_drain"});
    plug_published<M>(s);
  });
  s.over(sets<key>{}, [&]<class S>(type<S>) {
    plug_tide<S>(s, {"set_grow", "set_grow_read", "set_drain"});
  });
}

}  // namespace contend::suites
