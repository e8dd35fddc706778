// False sharing: what it costs that slots lie this near each other.
#include "pitch.hpp"
#include "plugs.hpp"

namespace contend::suites {

void plug_buffers_pitch(suite& s) {
  const axis pitches{"pitch", {"8", "16", "32", "64", "128", "256"}};
  s.over<plain_store, plain_add, atomic_add>([&]<class S>(type<S>) {
    s.add<pitch<S>>({pitches});
    s.add<pitch<S>>({pitches}, "pitch");
  });
}

void ask_buffers_pitch(catalog& c) {
  c.ask(plateau_question{
      .title = "Cache line as seen by stores",
      .about =
          "The smallest distance between two threads' slots from which on more of it makes them "
          "no faster. A step at 128 where the line has 64 bytes is a prefetcher's that pulls "
          "lines in pairs; none at all says that the two threads share a first-level cache.",
      .workload = "buffers/pitch",
      .parameter = "pitch",
      .unit = "bytes",
      .threads = 2,
      .within = 0.2});
  c.add(
      preset{.name = "pitch",
             .title = "False sharing by the distance of the slots",
             .source = "the line of 64 bytes, and the pairs of lines that Intel's prefetcher pulls",
             .threads = {1, 2},
             .ratios = {},
             .crossings = {}});
}

}  // namespace contend::suites
