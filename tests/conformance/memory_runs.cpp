// Every load that tells its live bytes, through a short memory run: what it tells must be true.
#include <contend/harness/footprint.hpp>
#include <suites/plug.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace contend {
namespace {

constexpr std::uint64_t live = 8 << 20;

double live_at(const point_record& r, std::string_view mark) {
  for (const mark_record& m : r.marks) {
    if (m.name == mark) return m.live_bytes;
  }
  return -1;
}

void run(const case_entry& entry, unsigned threads) {
  SCOPED_TRACE(entry.name + "/threads:" + std::to_string(threads));
  const point_record r = harness::measure_footprint(entry.build, {.cpus = std::vector(threads, -1),
                                                                  .params = entry.params,
                                                                  .live_bytes = live,
                                                                  .operations = 20'000,
                                                                  .hold_seconds = 0.001,
                                                                  .tail_seconds = 0.001});
  ASSERT_EQ(r.status, "ok");
  // Else its own tables would count as the allocator's. A donated block has to be there before.
  EXPECT_LT(live_at(r, "ready"), 4096) << "it allocates before its first step";
  double most = live_at(r, "worked");
  for (const auto& [when, held] : r.series.at("live_bytes").points) most = std::max(most, held);
  EXPECT_GT(most, 0) << "it holds nothing while it works";
  EXPECT_LT(most, 2 * live) << "it holds more than it was told to";
  EXPECT_EQ(live_at(r, "left"), 0) << "it is not empty when its workers have left";
  EXPECT_EQ(live_at(r, "end"), 0);
}

/// One allocator will do: what a load tells is its own.
TEST(memory_runs, tell_what_is_live) {
  catalog cases;
  suites::plug_all(cases);
  std::set<std::string> seen;
  for (const case_entry& entry : cases.all()) {
    if (!entry.measures_memory || !entry.build || entry.design->ceiling) continue;
    if (!seen.insert(entry.workload + entry.params.path()).second) continue;
    for (const unsigned threads : {std::max(1U, entry.min_threads), 3U}) {
      if (entry.allows(threads)) run(entry, threads);
    }
  }
  EXPECT_FALSE(seen.empty());
}

}  // namespace
}  // namespace contend
