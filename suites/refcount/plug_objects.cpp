// Whole objects: many references to one, chains of them, and where they lie.
#include "designs.hpp"
#include "fan_out.hpp"
#include "plugs.hpp"
#include "teardown.hpp"

void contend::suites::plug_refcount_objects(suite& s) {
  s.over(counted_designs{}, [&]<class D>(type<D>) {
    if constexpr (mortal<D>) {
      s.add<fan_out<D>>({{"batch", {"16"}}});
      s.add<teardown<D>>({{"length", {"1000"}}, {"by", {"owner", "stranger"}}});
      s.add<teardown<D>>({{"length", {"1000000"}}, {"by", {"owner"}}});
    }
  });
}
