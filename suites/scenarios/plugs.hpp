// The parts of the scenarios family's plug board, and what they plug alike.
#pragma once

#include "kits.hpp"

#include <contend/catalog/catalog.hpp>

#include <string>
#include <vector>

namespace contend::suites {

void plug_web_server(suite&);
void plug_pipeline(suite&);
void plug_streaming_buffer(suite&);
void plug_cache(suite&);
void plug_event_loop(suite&);

inline const std::string open_loop_preset = "open-loop";

/// As fast as it goes, and shares of that, of which the last lie near the knee.
inline const axis all_arrivals{"arrivals", {"closed", "25", "50", "75", "90", "95"}};
inline const axis few_arrivals{"arrivals", {"closed", "90"}};

/// A scenario over the standard kit and the one with all swapped, at all arrivals; and over `Kits`,
/// which differ from the first in one part each, at few. `axes` come before the arrivals.
template <template <class> class Scenario, class... Kits>
void plug_scenario(suite& s, std::vector<axis> axes = {}) {
  std::vector<axis> few = axes;
  axes.push_back(all_arrivals);
  few.push_back(few_arrivals);
  s.add<Scenario<standard_kit>>(axes);
  s.add<Scenario<standard_kit>>(axes, open_loop_preset);
  const auto plug = [&]<class K>(type<K>) { s.add<Scenario<K>>(few); };
  (s.over(Kits{}, plug), ...);
  s.add<Scenario<swapped_kit>>(few);
  s.add<Scenario<swapped_kit>>(axes, open_loop_preset);
}

}  // namespace contend::suites
