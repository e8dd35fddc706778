// Memory whose end is not its maker's: the last release, the library's nodes, the late event.
#include "allocators.hpp"
#include "container_nodes.hpp"
#include "last_release.hpp"
#include "late_event.hpp"
#include "plugs.hpp"

namespace contend::suites {

void plug_frees_endings(suite& s) {
  const auto late = [&]<class A>(type<A>) {
    s.add<late_event<A>>({{"life", {"256"}}, {"size", {"64", "32-4096"}}, {"pending", {"256"}}});
  };
  // What the two others do, they do in the blocks (a count, links): no ceiling.
  s.over(allocators{}, [&]<class A>(type<A> a) {
    s.add<last_release<A>>({{"sharers", {"2", "4"}}, {"hold", {"1024"}}, {"size", {"64"}}});
    s.add<last_release<A>>({{"sharers", {"4"}}, {"hold", {"1024"}}, {"size", {"64-4096"}}});
    s.add<container_nodes<A, hash_nodes>>({{"container", {"unordered_map"}},
                                           {"elements", {"1000"}},
                                           {"ending", {"erase"}},
                                           {"hold", {"1"}}});
    s.add<container_nodes<A, tree_nodes>>(
        {{"container", {"map"}}, {"elements", {"1000"}}, {"ending", {"clear"}}, {"hold", {"1"}}});
    s.add<container_nodes<A, list_nodes>>(
        {{"container", {"list"}}, {"elements", {"1000"}}, {"ending", {"clear"}}, {"hold", {"1"}}});
    late(a);
  });
  late(type<ceiling_allocator>{});
  for (const auto& a : absent_allocators()) {
    s.absent({"last_release", "container_nodes", "late_event"}, a.name, a.why);
  }
}

}  // namespace contend::suites
