// The plug board of the frees family: memory that one thread allocates and another frees.
#include "../plug.hpp"
#include "allocators.hpp"
#include "plugs.hpp"
#include "ring.hpp"

void contend::suites::plug_frees(catalog& c) {
  suite s(c, "frees");
  s.over(allocators{}, [&]<class A>(type<A>) {
    s.add<ring<A>>({{"batch", {"1", "64"}}, {"depth", {"2", "32"}}, {"size", {"64"}}});
    s.add<ring<A>>({{"batch", {"64"}}, {"depth", {"32"}}, {"size", {"16-1024"}}});
  });
  for (const auto& a : absent_allocators()) s.absent({"ring"}, a.name, a.why);
  plug_frees_planted(s, c);
  plug_frees_endings(s);
  plug_frees_growth(s);
}
