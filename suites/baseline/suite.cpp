// The plug board of the baseline family: the seed's program and its table of costs, on the object
// runtimes.
#include "../plug.hpp"
#include "allocation.hpp"
#include "lifecycle.hpp"
#include "list_append.hpp"
#include "list_pop.hpp"
#include "ref_count.hpp"
#include "runtimes.hpp"
#include "window.hpp"

void contend::suites::plug_baseline(catalog& c) {
  suite s(c, "baseline");
  const axis place{"place", {"private", "shared"}};
  s.over<native_runtime, shared_ptr_runtime, atomic_runtime, free_threaded_runtime, gil_runtime>(
      [&]<class R>(type<R>) {
        s.add<window<R>>({place});
        s.add<lifecycle<R>>();
        s.add<allocation<R>>();
        s.add<list_append<R>>({place});
        s.add<list_pop<R>>({place});
        s.add<ref_count<R>>({{"of", {"owned", "foreign", "contended"}}});
      });
  c.ask(ratio_question{
      .title = "Memory operation costs",
      .about =
          "What each operation of the baseline's program achieves, as a multiple of the rate under "
          "a global lock with as many threads: the table that the baseline shows for one thread, "
          "here for any number, and with the count apart by whose objects are counted.",
      .reference = std::string(gil_runtime::info.name),
      .rows = {{"Allocation", "baseline/allocation", ""},
               {"List Append (private)", "baseline/list_append", "/place:private"},
               {"List Append (shared)", "baseline/list_append", "/place:shared"},
               {"List Pop (private)", "baseline/list_pop", "/place:private"},
               {"List Pop (shared)", "baseline/list_pop", "/place:shared"},
               {"Ref Count (owned)", "baseline/ref_count", "/of:owned"},
               {"Ref Count (foreign)", "baseline/ref_count", "/of:foreign"},
               {"Ref Count (contended)", "baseline/ref_count", "/of:contended"}}});
}
