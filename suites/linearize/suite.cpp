// The plug board of the linearizability family: what `contend stress --linearize` samples.
#include "../plug.hpp"
#include "plugs.hpp"

void contend::suites::plug_linearize(catalog& c) {
  suite s(c, "linearize", suite::hidden_as_a_whole);
  plug_linearize_containers(s);
  plug_linearize_queues(s);
}
