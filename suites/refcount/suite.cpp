// The plug board of the refcount family: one line a workload. Split over several files by what
// the loads are about, because each workload is compiled once for each design.
#include "../plug.hpp"
#include "plugs.hpp"

void contend::suites::plug_refcount(catalog& c) {
  suite s(c, "refcount");
  plug_refcount_counting(s);
  plug_refcount_ownership(s);
  plug_refcount_endings(s);
  ask_refcount_ownership(c);
  plug_refcount_objects(s);
  plug_refcount_sharing(s);
  plug_refcount_slots(s, c);
}
