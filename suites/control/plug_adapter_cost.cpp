// What the suite's own adapters cost, and the preset that asks for it.
#include "adapter_cost_queues.hpp"
#include "plugs.hpp"

#include <string>

void contend::suites::plug_control_adapter_cost(suite& s, catalog& c) {
  const std::string name = "adapter-cost";
  ratio_question against{
      .title =
          "Foreign queues through their adapters, as a multiple of the library's own functions",
      .about =
          "Each must be 1 within 3 %: an adapter that costs more would make its library look "
          "worse than it is. At one thread the loop is the queue's and nothing else; at two, "
          "how often the two ends meet differs from run to run, and the intervals say so.",
      .reference = "direct",
      .rows = {}};
  s.over(queues_by_hand{}, [&]<class Q>(type<Q>) {
    const std::string queue(Q::adapted::info.name);
    const std::vector<axis> which{{"queue", {queue}}};
    s.add<adapter_cost<direct<Q>>>(which);
    s.add<adapter_cost<adapted<Q>>>(which);
    s.add<adapter_cost<direct<Q>>>(which, name);
    s.add<adapter_cost<adapted<Q>>>(which, name);
    against.rows.push_back({queue, "control/adapter_cost", "/queue:" + queue});
  });
  c.add(preset{.name = name,
               .title = "What does the suite itself cost?",
               .source = "this project: each foreign queue with and without its adapter",
               .threads = {1, 2},
               .ratios = {against},
               .crossings = {}});
}
