// Loads in which some workers push and others pop, or all do both, one item at a time.
#include "designs.hpp"
#include "pairs.hpp"
#include "plugs.hpp"
#include "producer_consumer.hpp"

namespace contend::suites {
namespace {

const axis room{"capacity", {"1024"}};

/// Where the buffer's limits allow more threads than the one pair, which spsc has for all.
template <buffer B, shape S>
void plug_shape(suite& s) {
  if constexpr (S == shape::spsc || most_threads(S, B::traits) > 2) {
    s.add<producer_consumer<B, S>>({room});
  }
}

}  // namespace

void plug_buffers_queues(suite& s) {
  s.over(buffers{}, [&]<class B>(type<B>) { s.add<pairs<B>>({room}); });
  s.over(buffers{}, [&]<class B>(type<B>) { plug_shape<B, shape::spsc>(s); });
  s.over(buffers{}, [&]<class B>(type<B>) { plug_shape<B, shape::mpsc>(s); });
  s.over(buffers{}, [&]<class B>(type<B>) { plug_shape<B, shape::spmc>(s); });
  s.over(buffers{}, [&]<class B>(type<B>) { plug_shape<B, shape::mpmc>(s); });
  for (const auto& [name, why] : absent_buffers()) s.absent({"pairs", "spsc", "mpmc"}, name, why);
}

}  // namespace contend::suites
