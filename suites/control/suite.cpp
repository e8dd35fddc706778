// The plug board of the control family: cases whose true behaviour is known.
#include "../plug.hpp"
#include "compute.hpp"
#include "counters.hpp"
#include "empty.hpp"
#include "failures.hpp"
#include "locked_counter.hpp"
#include "page_fault.hpp"
#include "plugs.hpp"
#include "stream.hpp"

void contend::suites::plug_control(catalog& c) {
  suite s(c, "control");
  s.add<empty>();
  s.add<compute>();
  s.add<hot_atomic>();
  s.add<padded_atomic>();
  s.add<false_sharing>();
  s.add<locked_counter<std_mutex>>();
  s.add<locked_counter<ttas>>();
  s.add<stream>({{"kib", {"128", "32768"}}});
  s.add<page_fault>();

  s.add<crash>();
  s.add<hang>();
  s.add<out_of_memory>();
  s.add<failed_oracle>();

  plug_control_adapter_cost(s, c);
}
