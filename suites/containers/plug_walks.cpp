// Loads that go over all elements while others write.
#include "designs.hpp"
#include "plugs.hpp"
#include "set_algebra.hpp"
#include "walk.hpp"

void contend::suites::plug_containers_walks(suite& s) {
  const std::vector<axis> axes{{"size", {"10000"}}, {"moves", {"100", "10000"}}};
  s.over(maps<key, std::uint64_t>{}, [&]<class M>(type<M>) {
    plug_if<M, need::erases, need::walks>(s, {"map_walk"},
                                          [&]<class E>(type<E>) { s.add<walk_load<E>>(axes); });
  });
  s.over(sets<key>{}, [&]<class S>(type<S>) {
    plug_if<S, need::erases, need::walks>(s, {"set_walk", "set_algebra"}, [&]<class E>(type<E>) {
      s.add<walk_load<E>>(axes);
      s.add<set_algebra<E>>({{"size", {"1000"}},
                             {"operation", {"union", "intersection", "difference"}},
                             {"writes", {"100"}}});
    });
  });
}
