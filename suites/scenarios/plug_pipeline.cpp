// The kits under pipeline.
#include "pipeline.hpp"
#include "plugs.hpp"

void contend::suites::plug_pipeline(suite& s) {
  plug_scenario<pipeline, memory_kits, queue_kits>(s, {{"stages", {"4"}}, {"capacity", {"64"}}});
}
