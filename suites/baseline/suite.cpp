// The plug board of the baseline family: the seed's program on five object runtimes.
#include "../plug.hpp"
#include "count.hpp"
#include "lifecycle.hpp"
#include "operations.hpp"
#include "runtimes.hpp"
#include "window.hpp"

void contend::suites::plug_baseline(catalog& c) {
  suite s(c, "baseline");
  s.over<native_runtime, shared_ptr_runtime, atomic_runtime, free_threaded_runtime, gil_runtime>(
      [&]<class R>(type<R>) {
        s.add<window<R>>({{"place", {"private", "shared"}}});
        s.add<lifecycle<R>>();
        s.add<operations<R>>();
        s.add<count<R>>({{"of", {"owned", "shared"}}});
      });
}
