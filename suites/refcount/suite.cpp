// The plug board of the refcount family: one line a design, one line a workload.
#include "../plug.hpp"
#include "owner_churn.hpp"

#include <contend/model/refcount/atomic_count.hpp>

void contend::suites::plug_refcount(catalog& c) {
  suite s(c, "refcount");
  s.over<model::atomic_count>([&]<class D>(type<D>) {  //
    s.add<owner_churn<D>>();
  });
}
