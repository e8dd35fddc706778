// The plug board of the baseline family.
#include "../plug.hpp"

void contend::suites::plug_baseline(catalog& c) { suite s(c, "baseline"); }
