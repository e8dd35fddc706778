// The plug board of the frees family: memory that one thread allocates and another frees.
#include "../plug.hpp"
#include "ring.hpp"

#include <contend/adapter/alloc/process_malloc.hpp>
#include <contend/adapter/alloc/tbb_scalable.hpp>

void contend::suites::plug_frees(catalog& c) {
  suite s(c, "frees");
  s.over<adapter::process_malloc, adapter::tbb_scalable>([&]<class A>(type<A>) {
    s.add<ring<A>>({{"batch", {"1", "64"}}, {"depth", {"2", "32"}}, {"size", {"64"}}});
    s.add<ring<A>>({{"batch", {"64"}}, {"depth", {"32"}}, {"size", {"16-1024"}}});
  });
}
