// Half push, half pop, without a rest and with one. Together, as they are one type.
#include "designs.hpp"
#include "plugs.hpp"
#include "producer_consumer.hpp"
#include "published.hpp"

void contend::suites::plug_buffers_tempo(suite& s) {
  const axis room{"capacity", {"1024"}};
  s.over(buffers{}, [&]<class B>(type<B>) {
    using load = producer_consumer<B>;
    if constexpr (goes_beyond_a_pair(shape::mpmc, B::traits)) {
      s.add<load>({room});
      s.add<load>({{"capacity", {"65536"}}}, nn_and_ping_pong);
    }
    // A buffer that keeps nothing is never empty or full: no ceiling for these.
    if constexpr (!B::info.ceiling) {
      s.add_as<load>("burst", burst_card, {room, {"burst", {"16", "256"}}, {"rest", {"4096"}}}, {},
                     &burst);
      s.add_as<load>("mostly_empty", mostly_empty_card, {room, {"rest", {"64"}}}, {},
                     &mostly_empty);
      s.add_as<load>("mostly_full", mostly_full_card, {room, {"rest", {"64"}}}, {}, &mostly_full);
    }
  });
  for (const auto& [name, why] : absent_buffers()) s.absent({"mpmc"}, name, why);
}
