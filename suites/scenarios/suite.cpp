// The plug board of the scenarios family: programs in small, built of the other families' subjects.
#include "../plug.hpp"
#include "plugs.hpp"

#include <utility>

void contend::suites::plug_scenarios(catalog& c) {
  c.add(preset{.name = open_loop_preset,
               .title = "How the tail grows as the arrivals near the capacity",
               .source =
                   "open-loop load as in wrk2 and Treadmill (Zhang et al., ISCA 2016): Poisson "
                   "arrivals, latency from the intended time; the capacity is measured in each run",
               .threads = {2},
               .ratios = {},
               .crossings = {}});
  for (const auto& [workload, what] :
       {std::pair{"web_server", "a web server"}, std::pair{"pipeline", "a pipeline"},
        std::pair{"streaming_buffer", "a stream"}, std::pair{"cache", "a cache"},
        std::pair{"event_loop", "event loops"}}) {
    c.ask(trend_question{
        .title = std::string("Tail latency of ") + what + " as the arrivals near the capacity",
        .about = "Requests arrive at so many per cent of the capacity that the same run measured, "
                 "whatever becomes of them; a latency is from the intended arrival. Closed: as "
                 "fast as it goes, without a latency.",
        .workload = std::string("scenarios/") + workload,
        .parameter = "arrivals",
        .metrics = {"latency_p999", "latency_p50", "latency_p99", "backlog_high_water",
                    "achieved_rate", "capacity", "held_bytes_peak", "drop_share"}});
  }
  suite s(c, "scenarios");
  plug_web_server(s);
  plug_pipeline(s);
  plug_streaming_buffer(s);
  plug_cache(s);
  plug_event_loop(s);
}
