// The kits under cache.
#include "cache.hpp"
#include "plugs.hpp"

void contend::suites::plug_cache(suite& s) {
  plug_scenario<cache, memory_kits, count_kits, map_kits>(
      s, {{"capacity", {"4096"}}, {"skew", {"0.99"}}});
}
