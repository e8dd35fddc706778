// Slots: shared places that hold a reference.
#include "designs.hpp"
#include "plugs.hpp"
#include "slot_mix.hpp"

void contend::suites::plug_refcount_slots(suite& s, catalog& c) {
  c.add(preset{
      .name = "cdrc-load-store",
      .title = "Loads and stores of atomic shared pointers, as the CDRC paper measures them",
      .source =
          "Anderson, Blelloch, Wei, Concurrent deferred reference counting with constant-time "
          "overhead, PLDI 2021, section 7.1: 10 and 10^7 padded pointers, 10 and 50 % stores, up "
          "to 1.4 threads a CPU. Here each load checks what it sees; there "
          "all threads filled the slots, here one",
      .threads = {},
      .ratios = {{.title = "Loads and stores against a mutex around each slot",
                  .about = "above 1: faster than the slot that everybody writes first",
                  .reference = "mutex_slot",
                  .rows = {{"10 slots, 10 % stores", "refcount/slot_mix", "/slots:10/stores:10"},
                           {"10 slots, 50 % stores", "refcount/slot_mix", "/slots:10/stores:50"},
                           {"10^7 slots, 10 % stores", "refcount/slot_mix",
                            "/slots:10000000/stores:10"},
                           {"10^7 slots, 50 % stores", "refcount/slot_mix",
                            "/slots:10000000/stores:50"}}}},
      .crossings = {},
  });
  s.over(slotted_designs{}, [&]<class D>(type<D>) {
    s.add<slot_mix<D>>({{"slots", {"1"}}, {"stores", {"0.01", "1", "10", "50"}}});
    s.add<slot_mix<D>>({{"slots", {"10", "10000000"}}, {"stores", {"10", "50"}}},
                       "cdrc-load-store");
  });
}
