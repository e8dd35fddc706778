// The scenarios over planted kits. One worker where a bug would be a data race as well: it is the
// oracle's turn here.
#pragma once

#include "scenario_fixture.hpp"

#include <suites/scenarios/cache.hpp>
#include <suites/scenarios/documents.hpp>
#include <suites/scenarios/event_loop.hpp>
#include <suites/scenarios/pipeline.hpp>
#include <suites/scenarios/streaming_buffer.hpp>
#include <suites/scenarios/web_server.hpp>

#include <string>
#include <utility>

namespace contend {

inline const std::pair<std::string, std::string> closed{"arrivals", "closed"};

template <class K>
complaint of_web_server() {
  return run_scenario<suites::web_server<K>>(1, 3000, {closed}).wrong;
}
template <class K>
complaint of_pipeline() {
  return run_scenario<suites::pipeline<K>>(1, 5000, {{"stages", "4"}, {"capacity", "64"}, closed})
      .wrong;
}
template <class K>
complaint of_stream(const char* overrun = "drop", const char* capacity = "64") {
  return run_scenario<suites::streaming_buffer<K>>(
             1, 3000, {{"overrun", overrun}, {"capacity", capacity}, closed})
      .wrong;
}
template <class K>
complaint of_cache() {
  return run_scenario<suites::cache<K>>(1, 5000, {{"capacity", "64"}, {"skew", "0.5"}, closed})
      .wrong;
}
template <class K>
complaint of_event_loop() {
  return run_scenario<suites::event_loop<K>>(1, 10000, {closed}).wrong;
}
/// A loop that is away now and then, so that its inbox fills.
template <class K>
complaint of_slow_event_loop() {
  using W = suites::event_loop<K>;
  W load({.threads = 2, .params = parameters({closed}), .seed = 1});
  {
    typename W::worker one(load, {.index = 0, .threads = 2, .seed = 1});
    typename W::worker other(load, {.index = 1, .threads = 2, .seed = 2});
    for (int i = 0; i < 10; ++i) {
      one.step(1000);
      other.step(1000);
    }
  }
  return load.verify();
}

}  // namespace contend
