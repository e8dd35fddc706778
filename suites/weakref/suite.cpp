// The plug board of the weak reference family: one line a workload.
#include "../plug.hpp"
#include "designs.hpp"
#include "upgrade_storm.hpp"

void contend::suites::plug_weakref(catalog& c) {
  suite s(c, "weakref");
  s.over(weak_designs{}, [&]<class D>(type<D>) {
    s.add<upgrade_storm<D>>({{"upgrades", {"4", "64"}}});
  });
}
