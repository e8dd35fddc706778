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
  c.add(
      preset{.name = "pitch",
             .title = "False sharing by the distance of the slots",
             .source = "the line of 64 bytes, and the pairs of lines that Intel's prefetcher pulls",
             .threads = {1, 2},
             .ratios = {},
             .crossings = {}});
}

}  // namespace contend::suites
