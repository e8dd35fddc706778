// Every buffer.
#include "../buffers/designs.hpp"
#include "plugs.hpp"
#include "queue.hpp"

void contend::suites::plug_linearize_queues(suite& s) {
  s.over(buffers{}, [&]<class B>(type<B>) {
    if constexpr (!B::info.ceiling) s.add<recorded_queue<B>>();
  });
  for (const auto& [name, why] : absent_buffers()) s.absent({"queue"}, name, why);
}
