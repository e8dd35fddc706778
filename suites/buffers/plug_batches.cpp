// Loads that hand over batches, that sleep, and that measure one item's way.
#include "backpressure.hpp"
#include "batch_handover.hpp"
#include "designs.hpp"
#include "ping_pong.hpp"
#include "plugs.hpp"
#include "published.hpp"

void contend::suites::plug_buffers_batches(suite& s) {
  const axis room{"capacity", {"1024"}};
  s.over(buffers{}, [&]<class B>(type<B>) {
    s.add<ping_pong<B>>({room});
    s.add<ping_pong<B>>({room}, nn_and_ping_pong);
  });
  const axis batch{"batch", {"1", "16", "256"}};
  s.over(buffers{}, [&]<class B>(type<B>) {
    if constexpr (bulk_buffer<B>) {
      s.add<batch_handover<B, true>>({room, batch, {"call", {"bulk"}}});
    }
    s.add<batch_handover<B, false>>({room, batch, {"call", {"single"}}});
  });
  s.over(buffers{}, [&]<class B>(type<B>) {
    if constexpr (waiting_buffer<B>) {
      s.add<backpressure<B>>({{"capacity", {"64"}}, {"work", {"64"}}});
    }
  });
}
