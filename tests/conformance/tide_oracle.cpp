// The oracle of growth and shrinking sees what a bad container does.
#include "container_planted.hpp"
#include "drive.hpp"
#include "said.hpp"

#include <contend/harness/footprint.hpp>
#include <suites/containers/tide.hpp>

#include <gtest/gtest.h>

namespace contend {
namespace {

using planted::bad_map;
using planted::bad_set;
using planted::bug;

template <class D>
harness::stress_result drive_tide(const suites::tide_plan& plan, unsigned threads = 3,
                                  const char* size = "600") {
  return harness::stress(
      [&plan](const setting& s) -> std::unique_ptr<load> {
        return std::make_unique<load_of<suites::tide<D>>>(s, plan);
      },
      {.threads = threads,
       .rounds = 4000,
       .params = parameters(parameter_list{{"size", size}, {"start", "1"}})});
}

TEST(tide_oracle, passes_a_container_without_a_bug) {
  for (const auto& plan :
       {suites::grown, suites::grown_and_read, suites::grown_rapidly, suites::drained}) {
    for (const unsigned threads : {1U, 3U}) {
      EXPECT_EQ(drive_tide<bad_map<bug::none>>(plan, threads).wrong, std::nullopt);
      EXPECT_EQ(drive_tide<bad_set<bug::none>>(plan, threads).wrong, std::nullopt);
    }
  }
}

TEST(tide_oracle, fills_and_drains_many_times) {
  const auto r = drive_tide<bad_map<bug::none>>(suites::drained, 1, "100");
  EXPECT_GE(value_of(r.metrics, "cycles"), 10);
  EXPECT_GT(value_of(r.metrics, "first_fill"), 0);
  EXPECT_GT(value_of(r.metrics, "fill"), 0);
  EXPECT_GT(value_of(r.metrics, "drain"), 0);
}

TEST(tide_oracle, sees_a_lookup_that_misses_a_present_key) {
  expect_complains(drive_tide<bad_map<bug::misses_present>>(suites::grown_and_read).wrong,
                   "private key");
}
TEST(tide_oracle, sees_a_lost_insertion) {
  // Said to be in, and not looked at again before the container is thrown away.
  expect_complains(drive_tide<bad_map<bug::loses_insert>>(suites::grown, 1, "100").wrong,
                   "size() says");
  expect_complains(drive_tide<bad_set<bug::loses_insert>>(suites::drained, 1, "100").wrong,
                   "size() says");
}
TEST(tide_oracle, sees_an_erasure_that_did_nothing) {
  expect_complains(drive_tide<bad_map<bug::keeps_erased>>(suites::drained, 1, "100").wrong,
                   "size() says");
}
TEST(tide_oracle, sees_a_lost_update) {
  expect_complains(drive_tide<bad_map<bug::loses_update>>(suites::grown_rapidly, 1, "2000").wrong,
                   "private key");
}
TEST(tide_oracle, sees_a_wrong_size) {
  expect_complains(drive_tide<bad_map<bug::miscounts>>(suites::grown).wrong, "size() says");
}

TEST(tide, refuses_what_makes_no_sense) {
  const auto build = [](const char* size, const char* start) {
    (void)suites::tide<bad_map<bug::none>>(
        {.params = parameters(parameter_list{{"size", size}, {"start", start}})});
  };
  EXPECT_THROW(build("0", "1"), std::invalid_argument);
  EXPECT_THROW(build("-5", "1"), std::invalid_argument);
  EXPECT_THROW(build("100", "2"), std::invalid_argument);
}

TEST(tide, keeps_as_many_elements_in_a_memory_run_as_it_was_told_to) {
  const point_record r = harness::measure_footprint(
      [](const setting& s) -> std::unique_ptr<load> {
        return std::make_unique<load_of<suites::tide<bad_map<bug::none>>>>(s, suites::drained);
      },
      {.cpus = {-1, -1},
       .params = parameters(parameter_list{{"size", "7"}, {"start", "1"}}),
       .live_bytes = 16 * 1000,
       .hold_seconds = 0.001,
       .tail_seconds = 0.001});
  ASSERT_EQ(r.status, "ok");
  EXPECT_EQ(r.metrics.at("elements").value, 1000);
  for (const mark_record& m : r.marks) {
    const bool full = m.name == "worked";
    if (full || m.name == "ready" || m.name == "drained" || m.name == "exited") {
      EXPECT_EQ(m.live_bytes, full ? 16000 : 0) << m.name;
    }
  }
}

}  // namespace
}  // namespace contend
