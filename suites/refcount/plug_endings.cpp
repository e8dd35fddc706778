// How objects and their owners end: asleep, gone, or with a destructor that counts.
#include "blocked_owner.hpp"
#include "finalizer.hpp"
#include "owner_exit.hpp"
#include "plugs.hpp"
#include "telling_designs.hpp"

namespace contend::suites {

void plug_refcount_endings(suite& s) {
  s.over(telling_designs{}, [&]<class D>(type<D>) {
    if constexpr (mortal<D>) {
      s.add<blocked_owner<D>>({{"blocked_ms", {"20", "80"}}});
      s.add<owner_exit<D>>(
          {{"exit", {"before", "during", "after"}}, {"turnover", {"membership", "thread"}}});
      s.add<finalizer<D>>({{"does", {"drops", "revives"}}});
    }
  });
}

}  // namespace contend::suites
