// The kits under event_loop.
#include "event_loop.hpp"
#include "plugs.hpp"

void contend::suites::plug_event_loop(suite& s) {
  plug_scenario<event_loop, memory_kits, queue_kits, type_list<timer_kit>>(s);
}
