#include <suites/plug.hpp>
#include <cstdio>
int main() { contend::catalog c; contend::suites::plug_all(c); for (auto& e : c.all()) std::puts(e.name.c_str()); }
