// Whole objects: many references to one, chains of them, containers, and where they lie.
#include "container_handle.hpp"
#include "designs.hpp"
#include "fan_out.hpp"
#include "immortal_mix.hpp"
#include "packing.hpp"
#include "plugs.hpp"
#include "teardown.hpp"

void contend::suites::plug_refcount_objects(suite& s) {
  s.over(counted_designs{}, [&]<class D>(type<D>) {
    if constexpr (mortal<D>) {
      s.add<fan_out<D>>({{"batch", {"16"}}});
      s.add<teardown<D>>({{"length", {"1000"}}, {"by", {"owner", "stranger"}}});
      // Not where each node waits for a collection of its own: that run has no end.
      if constexpr (D::traits.destroyed_by != destroyer::collector) {
        s.add<teardown<D>>({{"length", {"1000000"}}, {"by", {"owner"}}});
      }
    }
    if constexpr (immortalising<D>) {
      s.add<immortal_mix<D>>({{"immortal", {"0", "50", "90", "99", "100"}}});
    }
    s.add<container_handle<D>>({{"handle", {"borrowed", "copied"}}});
    // Where it has no local handle of its own, that is a copied one.
    if constexpr (requires { typename D::template local<int>; }) {
      s.add<container_handle<D>>({{"handle", {"local"}}});
    }
    s.add<packing<D>>({{"layout", {"packed", "own_line"}}, {"beside", {"neighbours", "payload"}}});
  });
}
