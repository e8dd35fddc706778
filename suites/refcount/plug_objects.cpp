// Whole objects: many references to one, and chains of them.
#include "fan_out.hpp"
#include "plugs.hpp"
#include "teardown.hpp"
#include "telling_designs.hpp"

void contend::suites::plug_refcount_objects(suite& s) {
  s.over(telling_designs{}, [&]<class D>(type<D>) {
    if constexpr (mortal<D>) {
      s.add<fan_out<D>>({{"batch", {"16"}}});
      s.add<teardown<D>>({{"length", {"1000"}}, {"by", {"owner", "stranger"}}});
      // Not where each node waits for a collection of its own: that run has no end.
      if constexpr (D::traits.destroyed_by != destroyer::collector) {
        s.add<teardown<D>>({{"length", {"1000000"}}, {"by", {"owner"}}});
      }
    }
  });
}
