// The plug board of the buffers family.
#include "../plug.hpp"

void contend::suites::plug_buffers(catalog& c) { suite s(c, "buffers"); }
