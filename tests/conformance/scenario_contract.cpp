// The scenarios do what they say over good kits: closed, at a rate, overrun.
#include "scenario_fixture.hpp"

#include <suites/scenarios/cache.hpp>
#include <suites/scenarios/event_loop.hpp>
#include <suites/scenarios/kits.hpp>
#include <suites/scenarios/pipeline.hpp>
#include <suites/scenarios/streaming_buffer.hpp>
#include <suites/scenarios/web_server.hpp>

#include <stdexcept>

namespace contend {
namespace {

using suites::standard_kit;
using suites::swapped_kit;

parameter_list with_arrivals(parameter_list list, const std::string& arrivals) {
  list.emplace_back("arrivals", arrivals);
  return list;
}

struct of_web_server {
  template <class K>
  using load = suites::web_server<K>;
  static parameter_list list() { return {}; }
};
struct of_pipeline {
  template <class K>
  using load = suites::pipeline<K>;
  static parameter_list list() { return {{"stages", "4"}, {"capacity", "8"}}; }
};
struct of_dropping_stream {
  template <class K>
  using load = suites::streaming_buffer<K>;
  static parameter_list list() { return {{"overrun", "drop"}, {"capacity", "8"}}; }
};
struct of_blocking_stream {
  template <class K>
  using load = suites::streaming_buffer<K>;
  static parameter_list list() { return {{"overrun", "block"}, {"capacity", "8"}}; }
};
struct of_cache {
  template <class K>
  using load = suites::cache<K>;
  static parameter_list list() { return {{"capacity", "100"}, {"skew", "0.9"}}; }
};
struct of_event_loop {
  template <class K>
  using load = suites::event_loop<K>;
  static parameter_list list() { return {}; }
};

template <class S>
class scenario_contract : public testing::Test {};

using scenes = testing::Types<of_web_server, of_pipeline, of_dropping_stream, of_blocking_stream,
                              of_cache, of_event_loop>;
TYPED_TEST_SUITE(scenario_contract, scenes);

TYPED_TEST(scenario_contract, holds_while_closed) {
  using W = typename TypeParam::template load<standard_kit>;
  for (unsigned threads : {1u, 2u, 5u}) {
    const auto r = run_scenario<W>(threads, 3000, with_arrivals(TypeParam::list(), "closed"));
    EXPECT_EQ(r.wrong, std::nullopt) << threads << " threads: " << *r.wrong;
    EXPECT_GT(r.total.succeeded, 0u);
    EXPECT_GE(r.total.attempted, r.total.succeeded);
    EXPECT_EQ(metric_of(r, "capacity"), -1);
  }
}

TYPED_TEST(scenario_contract, holds_over_other_parts) {
  using W = typename TypeParam::template load<swapped_kit>;
  const auto r = run_scenario<W>(3, 3000, with_arrivals(TypeParam::list(), "closed"));
  EXPECT_EQ(r.wrong, std::nullopt) << *r.wrong;
  EXPECT_GT(r.total.succeeded, 0u);
}

TYPED_TEST(scenario_contract, times_requests_from_their_schedule) {
  using W = typename TypeParam::template load<swapped_kit>;
  for (unsigned threads : {1u, 3u}) {
    const auto r = run_scenario<W>(threads, 0, with_arrivals(TypeParam::list(), "50"), 0.25);
    EXPECT_EQ(r.wrong, std::nullopt) << threads << " threads: " << *r.wrong;
    // How many depends on the host, not that there are some.
    EXPECT_GT(metric_of(r, "capacity"), 0) << threads << " threads";
    EXPECT_EQ(metric_of(r, "offered_rate"), metric_of(r, "capacity") / 2);
    EXPECT_GT(metric_of(r, "latency_samples"), 0);
    EXPECT_GE(metric_of(r, "latency_p999"), metric_of(r, "latency_p50"));
    EXPECT_GE(metric_of(r, "backlog_high_water"), metric_of(r, "backlog_mean"));
    ASSERT_EQ(r.histories.size(), 2u);
    EXPECT_EQ(r.histories[0].name, "backlog");
    EXPECT_EQ(r.histories[1].name, "held_bytes");
  }
}

// What was asked of a load that never gets as far as its schedule is checked all the same.
TYPED_TEST(scenario_contract, may_end_before_the_switch) {
  using W = typename TypeParam::template load<standard_kit>;
  const auto r = run_scenario<W>(4, 8, with_arrivals(TypeParam::list(), "90"));
  EXPECT_EQ(r.wrong, std::nullopt) << *r.wrong;
}

// step() must return though nobody else steps, also where all would have to be measured first.
TYPED_TEST(scenario_contract, returns_from_a_step_alone) {
  using W = typename TypeParam::template load<standard_kit>;
  W load({.threads = 2, .params = parameters(with_arrivals(TypeParam::list(), "90")), .seed = 1});
  {
    typename W::worker one(load, {.index = 0, .threads = 2, .seed = 1});
    typename W::worker other(load, {.index = 1, .threads = 2, .seed = 2});
    for (int i = 0; i < 5; ++i) one.step(2000);
  }
  EXPECT_EQ(load.verify(), std::nullopt);
}

TYPED_TEST(scenario_contract, names_a_wrong_parameter) {
  using W = typename TypeParam::template load<standard_kit>;
  try {
    W load({.threads = 1, .params = parameters(with_arrivals(TypeParam::list(), "often"))});
    ADD_FAILURE() << "was built";
  } catch (const std::invalid_argument& e) {
    EXPECT_NE(std::string(e.what()).find("arrivals"), std::string::npos) << e.what();
  }
}

template <class W>
std::string refusal(parameter_list list) {
  try {
    W load({.threads = 1, .params = parameters(std::move(list))});
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return "";
}

TEST(scenario_parameters, are_held_to_their_range) {
  using suites::cache, suites::pipeline, suites::streaming_buffer;
  const std::pair<std::string, std::string> closed{"arrivals", "closed"};
  EXPECT_NE(
      refusal<pipeline<standard_kit>>({{"stages", "1"}, {"capacity", "8"}, closed}).find("stages"),
      std::string::npos);
  EXPECT_NE(refusal<pipeline<standard_kit>>({{"stages", "4"}, {"capacity", "0"}, closed})
                .find("capacity"),
            std::string::npos);
  EXPECT_NE(
      refusal<streaming_buffer<standard_kit>>({{"overrun", "shrug"}, {"capacity", "8"}, closed})
          .find("overrun"),
      std::string::npos);
  EXPECT_NE(
      refusal<streaming_buffer<standard_kit>>({{"overrun", "drop"}, {"capacity", "0"}, closed})
          .find("capacity"),
      std::string::npos);
  EXPECT_NE(
      refusal<cache<standard_kit>>({{"capacity", "15"}, {"skew", "0.9"}, closed}).find("capacity"),
      std::string::npos);
}

// A consumer that is away: what does not fit is dropped, or held up.
template <class Check>
void with_consumer_away(const char* overrun, Check check) {
  using W = suites::streaming_buffer<standard_kit>;
  W load({.threads = 2,
          .params = parameters(
              parameter_list{{"overrun", overrun}, {"capacity", "8"}, {"arrivals", "closed"}}),
          .seed = 1});
  {
    typename W::worker producer(load, {.index = 0, .threads = 2, .seed = 1});
    producer.step(100);
  }
  EXPECT_EQ(load.verify(), std::nullopt);
  for (const metric& m : load.metrics()) {
    if (m.name == "drop_share") check(m.value);
  }
}

TEST(scenario_stream, drops_what_finds_no_room) {
  with_consumer_away("drop", [](double share) { EXPECT_GT(share, 0.5); });
}

TEST(scenario_stream, holds_up_what_finds_no_room) {
  with_consumer_away("block", [](double share) { EXPECT_EQ(share, 0); });
}

}  // namespace
}  // namespace contend
