// Loads in which all workers push and pop, or all but one do the same. Half and half:
// plug_tempo.cpp.
#include "designs.hpp"
#include "pairs.hpp"
#include "plugs.hpp"
#include "producer_consumer.hpp"
#include "published.hpp"

namespace contend::suites {
namespace {

const axis room{"capacity", {"1024"}};

template <buffer B, shape S>
void plug_shape(suite& s) {
  if constexpr (goes_beyond_a_pair(S, B::traits)) s.add<producer_consumer<B, S>>({room});
}

}  // namespace

void plug_buffers_queues(suite& s) {
  s.over(buffers{}, [&]<class B>(type<B>) { s.add<pairs<B>>({room}); });
  s.over(buffers{}, [&]<class B>(type<B>) { plug_shape<B, shape::spsc>(s); });
  s.over(buffers{}, [&]<class B>(type<B>) { plug_shape<B, shape::mpsc>(s); });
  s.over(buffers{}, [&]<class B>(type<B>) { plug_shape<B, shape::spmc>(s); });
  for (const auto& [name, why] : absent_buffers()) s.absent({"pairs", "spsc"}, name, why);
}

void ask_buffers_queues(catalog& c) {
  c.ask(ratio_question{
      .title = "What a queue for many costs a single pair",
      .about = "Rates with one producer and one consumer, as a multiple of the ring's that is made "
               "for no more. What is below 1 pays for producers and consumers that are not there.",
      .reference = std::string(model::spsc_ring<item>::info.name),
      .rows = {{"stream", "buffers/spsc", "/capacity:1024"},
               {"ping-pong", "buffers/ping_pong", "/capacity:1024"}}});
  c.add(preset{.name = nn_and_ping_pong,
               .title = "N producers and N consumers, and one item to and fro",
               .source =
                   "the benchmarks of atomic_queue (Egorushkin): throughput of N to N through "
                   "a large queue, and ping-pong of two threads over two queues",
               .threads = {},
               .ratios = {ratio_question{
                   .title = "Against the ring with a sequence in each cell",
                   .about = "Rates as a multiple of our model of Vyukov's bounded queue.",
                   .reference = std::string(model::vyukov_bounded<item>::info.name),
                   .rows = {{"N to N", "buffers/mpmc", "/capacity:65536"},
                            {"ping-pong", "buffers/ping_pong", "/capacity:1024"}}}},
               .crossings = {}});
}

}  // namespace contend::suites
