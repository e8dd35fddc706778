// The plug board of the containers family.
#include "../plug.hpp"

void contend::suites::plug_containers(catalog& c) { suite s(c, "containers"); }
