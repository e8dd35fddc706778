// The controls are what everything else is checked against: they are right, and those that
// fail do fail.
#include <contend/harness/stress.hpp>
#include <suites/control/account.hpp>
#include <suites/control/failures.hpp>
#include <suites/plug.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace contend::suites {
namespace {

harness::stress_result drive(const case_entry& entry, unsigned threads) {
  return harness::stress(entry.build, {.threads = threads,
                                       .rounds = entry.workload == "page_fault" ? 20u : 2000u,
                                       .params = entry.params,
                                       .longest_step = 64});
}

TEST(control, every_visible_one_is_right_at_one_and_at_three_threads) {
  catalog c;
  plug_control(c);
  unsigned driven = 0;
  for (const case_entry& entry : c.all()) {
    if (entry.hidden) continue;
    for (const unsigned threads : {1u, 3u}) {
      const auto r = drive(entry, threads);
      EXPECT_FALSE(r.wrong) << entry.name << ": " << *r.wrong;
      EXPECT_EQ(r.total.attempted, r.total.succeeded) << entry.name;
      EXPECT_GT(r.total.succeeded, 0u) << entry.name;
      ++driven;
    }
  }
  EXPECT_EQ(driven, 2u * 10u);
}

TEST(control, false_sharing_spreads_beyond_one_line) {
  catalog c;
  plug_control(c);
  const auto r = drive(*c.find("control/false_sharing/fetch_add"), 9);
  EXPECT_FALSE(r.wrong) << *r.wrong;
}

TEST(control, the_failing_ones_are_hidden_unless_named) {
  catalog c;
  plug_control(c);
  for (const case_entry* entry : c.matching("")) EXPECT_FALSE(entry->hidden) << entry->name;
  for (const char* named : {"crash", "hang", "out_of_memory", "failed_oracle"}) {
    EXPECT_EQ(c.matching(named).size(), 1u) << named;
  }
}

TEST(control, the_failed_oracle_complains) {
  catalog c;
  plug_control(c);
  const auto r = drive(*c.find("control/failed_oracle/lost_update"), 3);
  ASSERT_TRUE(r.wrong);
  EXPECT_NE(r.wrong->find("were reported"), std::string::npos) << *r.wrong;
}

TEST(control_death, the_crash_crashes) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        crash load{setting{}};
        crash::worker worker(load, seat{});
        for (int i = 0; i < 100; ++i) worker.step(1);
      },
      "");
}

TEST(control, an_account_compares_exactly) {
  account reported;
  reported.add(2);
  reported.add(3);
  EXPECT_FALSE(reported.compare("things", 5));
  EXPECT_EQ(reported.compare("things", 4), "things: 4, but 5 were reported");
}

}  // namespace
}  // namespace contend::suites
