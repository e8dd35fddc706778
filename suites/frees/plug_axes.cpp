// The generator itself: one axis at a time, away from one setting.
#include "allocators.hpp"
#include "flow.hpp"
#include "plugs.hpp"

#include <map>

namespace contend::suites {
namespace {

/// The setting, changed on some axes.
std::vector<axis> but(const std::map<std::string, std::vector<std::string>>& changed) {
  std::vector<axis> axes{{"topology", {"ring"}}, {"hops", {"1"}},     {"batch", {"64"}},
                         {"live", {"0"}},        {"order", {"fifo"}}, {"freer", {"allocates"}},
                         {"owner", {"active"}},  {"size", {"64"}},    {"touch", {"first"}}};
  for (axis& a : axes) {
    const auto at = changed.find(a.name);
    if (at != changed.end()) a.values = at->second;
  }
  return axes;
}

template <class A>
void plug_axes_of(suite& s) {
  using load = flow<A>;
  s.add<load>(but({{"topology", {"self", "pairs", "fan_out", "fan_in", "random", "ring"}}}));
  s.add<load>(but({{"topology", {"exchange", "relay"}}, {"live", {"1024"}}}));
  s.add<load>(but({{"hops", {"4"}}}));
  s.add<load>(but({{"batch", {"1", "16", "256", "4096"}}}));
  s.add<load>(but({{"live", {"1024", "16384"}}}));
  s.add<load>(but({{"live", {"1024"}}, {"order", {"lifo", "shuffled"}}}));
  s.add<load>(but({{"topology", {"pairs"}}, {"freer", {"allocated_once", "never"}}}));
  s.add<load>(but({{"live", {"1024"}}, {"owner", {"idle", "exited", "replaced"}}}));
  s.add<load>(but({{"size", {"16-1024", "power_16-32768", "fleet"}}}));
  s.add<load>(but({{"touch", {"none", "all", "by_consumer"}}, {"size", {"1024"}}}));
}

}  // namespace

void plug_frees_axes(suite& s) {
  plug_axes_of<adapter::process_malloc>(s);
  plug_axes_of<ceiling_allocator>(s);
}

}  // namespace contend::suites
