// The plug board of the scenarios family: programs in small, built of the other families' subjects.
#include "../plug.hpp"
#include "plugs.hpp"

void contend::suites::plug_scenarios(catalog& c) {
  c.add(preset{.name = open_loop_preset,
               .title = "How the tail grows as the arrivals near the capacity",
               .source =
                   "open-loop load as in wrk2 and Treadmill (Zhang et al., ISCA 2016): Poisson "
                   "arrivals, latency from the intended time; the capacity is measured in each run",
               .threads = {2},
               .ratios = {},
               .crossings = {}});
  suite s(c, "scenarios");
  plug_web_server(s);
  plug_pipeline(s);
  plug_streaming_buffer(s);
  plug_cache(s);
  plug_event_loop(s);
}
