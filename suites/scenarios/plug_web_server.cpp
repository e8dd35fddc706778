// The kits under web_server.
#include "plugs.hpp"
#include "web_server.hpp"

void contend::suites::plug_web_server(suite& s) {
  plug_scenario<web_server, memory_kits, queue_kits>(s);
}
