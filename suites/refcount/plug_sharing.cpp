// Objects that all share and that nobody makes or frees: which of them are counted, through what
// handle, and where the counts lie.
#include "container_handle.hpp"
#include "immortal_mix.hpp"
#include "packing.hpp"
#include "plugs.hpp"
#include "telling_designs.hpp"

void contend::suites::plug_refcount_sharing(suite& s) {
  s.over(telling_designs{}, [&]<class D>(type<D>) {
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
