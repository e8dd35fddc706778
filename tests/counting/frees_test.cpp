// Every case of the frees family over malloc asks of it what the case says it asks.
#include "disagreement.hpp"

#include <contend/catalog/catalog.hpp>
#include <suites/plug.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace contend::counting {
namespace {

/// Workloads that can't be held to it, with the reason. A workload that claims nothing and is not
/// here fails.
const std::map<std::string_view, std::string_view> excused{};

TEST(frees, ask_what_they_claim) {
  ASSERT_TRUE(preloaded()) << "run this with LD_PRELOAD=libcontend_counting.so";
  catalog all;
  suites::plug_all(all);
  unsigned held = 0;
  for (const case_entry& c : all.all()) {
    if (c.suite != "frees" || c.skipped || !c.design->process_malloc) continue;
    if (excused.contains(c.workload)) continue;
    const auto build = [&](setting s) {
      s.params = c.params;
      return c.build(s);
    };
    for (const unsigned wanted : {1u, 3u}) {
      const unsigned threads = std::clamp(wanted, c.min_threads, c.max_threads);
      EXPECT_EQ(disagreement(build, threads, true), std::nullopt)
          << c.name << ", threads: " << threads;
    }
    ++held;
  }
  EXPECT_GT(held, 0u);
}

TEST(frees, excuse_only_what_there_is) {
  catalog all;
  suites::plug_all(all);
  for (const auto& [workload, reason] : excused) {
    EXPECT_FALSE(reason.empty()) << workload;
    EXPECT_TRUE(std::any_of(all.all().begin(), all.all().end(), [&](const case_entry& c) {
      return c.suite == "frees" && c.workload == workload;
    })) << workload;
  }
}

}  // namespace
}  // namespace contend::counting
