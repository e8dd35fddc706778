// Loads in which one side does something else, too.
#include "designs.hpp"
#include "plugs.hpp"
#include "producer_consumer.hpp"

void contend::suites::plug_buffers_tempo(suite& s) {
  const axis room{"capacity", {"1024"}};
  s.over(buffers{}, [&]<class B>(type<B>) {
    // A buffer that keeps nothing is never empty or full: no ceiling for these.
    if constexpr (!B::info.ceiling) {
      using load = producer_consumer<B>;
      s.add_as<load>("burst", burst_card, {room, {"burst", {"16", "256"}}, {"rest", {"4096"}}}, {},
                     &burst);
      s.add_as<load>("mostly_empty", mostly_empty_card, {room, {"rest", {"64"}}}, {},
                     &mostly_empty);
      s.add_as<load>("mostly_full", mostly_full_card, {room, {"rest", {"64"}}}, {}, &mostly_full);
    }
  });
}
