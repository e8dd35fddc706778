// Memory that grows, and memory that is to be used again for something else.
#include "allocators.hpp"
#include "list_growth.hpp"
#include "memory_reuse.hpp"
#include "plugs.hpp"

namespace contend::suites {

void plug_frees_growth(suite& s) {
  const auto reuse = [&]<class A>(type<A>) {
    s.add<memory_reuse<A>>({{"small", {"16-256"}},
                            {"large", {"1024-16384"}},
                            {"kib", {"256"}},
                            {"keep", {"0", "10"}}});
  };
  // What list_growth does, it does in the blocks: no ceiling.
  s.over(allocators{}, [&]<class A>(type<A> a) {
    s.add<list_growth<A>>(
        {{"growth", {"cpython"}}, {"shared", {"0", "1"}}, {"length", {"1000"}}, {"lists", {"16"}}});
    s.add<list_growth<A>>(
        {{"growth", {"doubling"}}, {"shared", {"0"}}, {"length", {"1000"}}, {"lists", {"16"}}});
    reuse(a);
  });
  reuse(type<ceiling_allocator>{});
  for (const auto& a : absent_allocators()) {
    s.absent({"list_growth", "memory_reuse"}, a.name, a.why);
  }
}

}  // namespace contend::suites
