// The plug board of the refcount family: one line a design, one line a workload.
#include "../plug.hpp"
#include "handoff.hpp"
#include "hot_object.hpp"
#include "owner_churn.hpp"

#include <contend/adapter/refcount/boost_intrusive_ptr.hpp>
#include <contend/adapter/refcount/std_shared_ptr.hpp>
#include <contend/model/refcount/atomic_count.hpp>
#include <contend/model/refcount/biased.hpp>
#include <contend/model/refcount/plain.hpp>

void contend::suites::plug_refcount(catalog& c) {
  suite s(c, "refcount");
  s.over<model::plain_count, model::atomic_count, model::biased_count,  //
         adapter::std_shared_ptr, adapter::boost_intrusive_ptr>([&]<class D>(type<D>) {
    s.add<owner_churn<D>>();
    s.add<hot_object<D>>();
    s.add<handoff<D>>({{"batch", {"16"}}, {"fan", {"1", "2"}}});
  });
}
