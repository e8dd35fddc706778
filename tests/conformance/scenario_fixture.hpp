// Scenarios driven from tests, and the parts to build wrong kits of.
#pragma once

#include "drive.hpp"

#include <contend/adapter/buffer/mutex_deque.hpp>
#include <contend/adapter/map/mutex_unordered_map.hpp>
#include <contend/model/refcount/arc.hpp>
#include <suites/scenarios/kit.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace contend {

/// For `seconds`, if rounds is 0: long enough for the switch to the schedule.
template <class W>
harness::stress_result run_scenario(unsigned threads, std::uint64_t rounds, parameter_list list,
                                    double seconds = 0) {
  return harness::stress(
      [](const setting& s) -> std::unique_ptr<load> { return std::make_unique<load_of<W>>(s); },
      {.threads = threads,
       .rounds = rounds,
       .seconds = seconds,
       .params = parameters(std::move(list))});
}

inline double metric_of(const harness::stress_result& r, const std::string& name) {
  for (const metric& m : r.metrics) {
    if (m.name == name) return m.value;
  }
  return -1;
}

inline void expect_says(const complaint& wrong, const std::string& what) {
  ASSERT_TRUE(wrong.has_value()) << "the oracle saw nothing";
  EXPECT_NE(wrong->find(what), std::string::npos) << *wrong;
}

/// What a planted bug frees twice or uses after its end stays where it is, and what it loses stays
/// reachable: the oracle is tested, not the sanitizers.
struct quarantine {
  static constexpr subject_info info{.name = "quarantine", .title = "", .source = ""};

  static void* allocate(std::size_t n) noexcept {
    const std::lock_guard hold(lock());
    return blocks().emplace_back(std::make_unique_for_overwrite<std::byte[]>(n)).get();
  }
  static void deallocate(void*, std::size_t) noexcept {}

 private:
  static std::mutex& lock() {
    static std::mutex one;
    return one;
  }
  static std::vector<std::unique_ptr<std::byte[]>>& blocks() {
    static std::vector<std::unique_ptr<std::byte[]>> all;
    return all;
  }
};

struct planted_description {
  static constexpr subject_info info{.name = "planted", .title = "", .source = ""};
};

template <class Allocator = quarantine, template <class> class Buffer = adapter::mutex_deque,
          template <class, class> class Map = adapter::mutex_unordered_map,
          class Count = model::arc, class Timers = suites::heap_timers>
using planted_kit = suites::kit<planted_description, Allocator, Count, Buffer, Map, Timers>;

}  // namespace contend
