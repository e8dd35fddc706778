// The plug board of the reclaim family: who may free what others may still be reading. Split over
// several files by what the loads are about.
#include "../plug.hpp"
#include "plugs.hpp"

void contend::suites::plug_reclaim(catalog& c) {
  suite s(c, "reclaim");
  plug_reclaim_reading(s);
  plug_reclaim_waiting(s);
}
