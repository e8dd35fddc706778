// Reading under guards.
#include "designs.hpp"
#include "plugs.hpp"
#include "read_mostly.hpp"

void contend::suites::plug_reclaim_reading(suite& s) {
  const axis one{"objects", {"1"}}, many{"objects", {"1000"}};
  s.over(reclaimers{}, [&]<class R>(type<R>) {
    s.add<read_mostly<R>>({{"replace", {"0"}}, one});
    if constexpr (R::traits.frees) {
      s.add<read_mostly<R>>({{"replace", {"1", "10"}}, one});
      s.add<read_mostly<R>>({{"replace", {"10"}}, many});
    }
  });
  for (const auto& [name, why] : absent_reclaimers()) s.absent({"read_mostly"}, name, why);
}
