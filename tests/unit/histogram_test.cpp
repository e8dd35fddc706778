#include <contend/load/histogram.hpp>

#include <contend/load/workload.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace contend {
namespace {

std::vector<metric> reported(const histogram& h) {
  std::vector<metric> to;
  h.report(to, "wait");
  return to;
}

TEST(histogram, reports_its_tail) {
  histogram h;
  for (int i = 1; i <= 10000; ++i) h.record(i);
  const auto got = reported(h);
  ASSERT_EQ(got.size(), 5u);
  const std::pair<const char*, double> expected[] = {{"wait_p50", 5000},
                                                     {"wait_p99", 9900},
                                                     {"wait_p999", 9990},
                                                     {"wait_max", 10000},
                                                     {"wait_samples", 10000}};
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(got[i].name, expected[i].first);
    EXPECT_NEAR(got[i].value, expected[i].second, 0.022 * expected[i].second);
  }
  EXPECT_EQ(got[3].value, 10000) << "the largest is kept as it was";
}

TEST(histogram, without_samples_reports_nothing) { EXPECT_TRUE(reported(histogram{}).empty()); }

}  // namespace
}  // namespace contend
