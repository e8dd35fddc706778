// The kits under streaming_buffer: only bounded buffers can be overrun, one producer and one
// consumer are enough.
#include "plugs.hpp"
#include "streaming_buffer.hpp"

void contend::suites::plug_streaming_buffer(suite& s) {
  const axis capacity{"capacity", {"64"}}, drop{"overrun", {"drop"}}, block{"overrun", {"block"}};
  plug_scenario<streaming_buffer, memory_kits, bounded_kits>(s, {drop, capacity});
  // Above the capacity: what is lost, and what waiting costs instead.
  const auto overrun = [&]<class K>(type<K>) {
    s.add<streaming_buffer<K>>({drop, capacity, {"arrivals", {"125"}}});
    s.add<streaming_buffer<K>>({block, capacity, {"arrivals", {"90", "125"}}});
  };
  s.over<standard_kit, spsc_kit>(overrun);
}
