// What waits to be freed, and for whom.
#include "designs.hpp"
#include "plugs.hpp"
#include "stalled_reader.hpp"
#include "turnover.hpp"

void contend::suites::plug_reclaim_waiting(suite& s) {
  s.over(reclaimers{}, [&]<class R>(type<R>) {
    if constexpr (R::traits.frees) {
      s.add<stalled_reader<R>>({{"stall_ms", {"10", "0"}}});
      if constexpr (R::traits.can_leave) {
        s.add<turnover<R>>({{"retired", {"4", "30"}}});
      } else {
        s.absent({"turnover"}, std::string(R::info.name),
                 "it can't " + std::string(R::traits.cannot));
      }
    }
  });
  for (const auto& [name, why] : absent_reclaimers()) {
    s.absent({"stalled_reader", "turnover"}, name, why);
  }
}
