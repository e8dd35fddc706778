// Counting itself: private objects, shared ones, and objects that move on.
#include "designs.hpp"
#include "handoff.hpp"
#include "hot_object.hpp"
#include "owner_churn.hpp"
#include "plugs.hpp"

void contend::suites::plug_refcount_counting(suite& s) {
  s.over(counted_designs{}, [&]<class D>(type<D>) {
    s.add<owner_churn<D>>();
    s.add<hot_object<D>>();
    if constexpr (mortal<D>) s.add<handoff<D>>({{"batch", {"16"}}, {"fan", {"1", "2"}}});
  });
}
