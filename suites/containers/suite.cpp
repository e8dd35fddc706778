// The plug board of the containers family: dicts and sets that all workers share. Split over
// several files by what the loads are about.
#include "../plug.hpp"
#include "plugs.hpp"

void contend::suites::plug_containers(catalog& c) {
  suite s(c, "containers");
  plug_containers_maps(s);
  plug_containers_sets(s);
  plug_containers_tides(s);
  plug_containers_cargo(s);
  plug_containers_entries(s);
  plug_containers_walks(s);
  ask_containers(c);
}
