// How objects and their owners end: asleep, gone, or with a destructor that counts.
#include "blocked_owner.hpp"
#include "designs.hpp"
#include "finalizer.hpp"
#include "owner_exit.hpp"
#include "plugs.hpp"

namespace contend::suites {
namespace {

template <mortal D>
void plug(suite& s) {
  // A design for one thread may end memberships, but not threads.
  std::vector<std::string> turnovers{"membership"};
  if constexpr (D::info.max_threads > 1) {
    s.add<blocked_owner<D>>({{"blocked_ms", {"20", "80"}}});
    turnovers.emplace_back("thread");
  }
  s.add<owner_exit<D>>({{"exit", {"before", "during", "after"}}, {"turnover", turnovers}});
  s.add<finalizer<D>>({{"does", {"drops", "revives"}}});
}

}  // namespace

void plug_refcount_endings(suite& s) {
  s.over(counted_designs{}, [&]<class D>(type<D>) {
    if constexpr (mortal<D>) plug<D>(s);
  });
}

}  // namespace contend::suites
