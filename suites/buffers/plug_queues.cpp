// Loads of which every push and pop counts alike.
#include "designs.hpp"
#include "pairs.hpp"
#include "plugs.hpp"
#include "producer_consumer.hpp"

void contend::suites::plug_buffers_queues(suite& s) {
  const axis room{"capacity", {"1024"}};
  s.over(buffers{}, [&]<class B>(type<B>) { s.add<pairs<B>>({room}); });
  s.over(buffers{}, [&]<class B>(type<B>) { s.add<producer_consumer<B>>({room}); });
  for (const auto& [name, why] : absent_buffers()) {
    s.absent({"pairs", "producer_consumer"}, name, why);
  }
}
