// The plug board of the frees family.
#include "../plug.hpp"

void contend::suites::plug_frees(catalog& c) { suite s(c, "frees"); }
