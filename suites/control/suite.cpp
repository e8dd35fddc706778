// The plug board of the control family.
#include "../plug.hpp"

void contend::suites::plug_control(catalog& c) { suite s(c, "control"); }
