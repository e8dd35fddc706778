// The plug board of the weak reference family: one line a workload.
#include "../plug.hpp"
#include "dead_deref.hpp"
#include "designs.hpp"
#include "private_deref.hpp"
#include "upgrade_storm.hpp"
#include "weak_churn.hpp"

void contend::suites::plug_weakref(catalog& c) {
  suite s(c, "weakref");
  s.over(weak_designs{}, [&]<class D>(type<D>) {
    s.add<upgrade_storm<D>>({{"upgrades", {"4", "64"}}});
    s.add<weak_churn<D>>({{"of", {"private", "shared"}}, {"kept", {"none", "one"}}});
    s.add<private_deref<D>>({{"stripes", {"any", "neighbours", "same"}}, {"objects", {"8"}}});
    s.add<dead_deref<D>>({{"of", {"private", "shared"}}});
  });

  c.ask(ratio_question{
      .title = "Locks by address",
      .about = "Upgrades of private objects, as ratios to 127 locks packed as CPython packs them. "
               "With neighbours the workers' locks differ but share a cache line, where packed: "
               "that is false sharing alone. With the same lock there is no way out.",
      .reference = "weak_stripes_packed",
      .rows = {
          {"as the allocator places them", "weakref/private_deref", "/stripes:any/objects:8"},
          {"locks that are neighbours", "weakref/private_deref", "/stripes:neighbours/objects:8"},
          {"one lock", "weakref/private_deref", "/stripes:same/objects:8"}}});
}
