// The loads in which memory ends elsewhere, or grows, over every allocator: they end well, and the
// calls that they claim are the calls that they made.
#include "drive.hpp"

#include <contend/core/sanitizer.hpp>
#include <suites/frees/allocators.hpp>
#include <suites/frees/container_nodes.hpp>
#include <suites/frees/last_release.hpp>
#include <suites/frees/late_event.hpp>
#include <suites/frees/list_growth.hpp>
#include <suites/frees/memory_reuse.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <map>

namespace contend {
namespace {

/// A, counting from the other side.
template <allocator A>
struct seen_by {
  static constexpr subject_info info = A::info;
  static void* allocate(std::size_t n) noexcept {
    allocations.fetch_add(1, std::memory_order_relaxed);
    live.fetch_add(static_cast<std::int64_t>(n), std::memory_order_relaxed);
    return A::allocate(n);
  }
  static void* reallocate(void* p, std::size_t old,
                          std::size_t n) noexcept requires reallocating<A> {
    reallocations.fetch_add(1, std::memory_order_relaxed);
    live.fetch_add(static_cast<std::int64_t>(n) - static_cast<std::int64_t>(old),
                   std::memory_order_relaxed);
    return A::reallocate(p, old, n);
  }
  static void deallocate(void* p, std::size_t n) noexcept {
    frees.fetch_add(1, std::memory_order_relaxed);
    live.fetch_sub(static_cast<std::int64_t>(n), std::memory_order_relaxed);
    A::deallocate(p, n);
  }
  static inline std::atomic<std::uint64_t> allocations{0}, reallocations{0}, frees{0};
  static inline std::atomic<std::int64_t> live{0};
};

/// Only what allocates and frees, as our models do.
template <allocator A>
struct without_realloc {
  static constexpr subject_info info = A::info;
  static void* allocate(std::size_t n) noexcept { return A::allocate(n); }
  static void deallocate(void* p, std::size_t n) noexcept { A::deallocate(p, n); }
};

template <class A>
class alloc_endings : public testing::Test {
 protected:
  // The catalog lists such a subject as skipped in a TSan build, for the same reason.
  void SetUp() override {
    if (built_for_tsan && !A::info.tsan_opaque.empty()) {
      GTEST_SKIP() << "opaque to TSan: " << A::info.tsan_opaque;
    }
  }

  template <class W>
  void runs(std::uint64_t rounds, const parameter_list& list) {
    using S = typename W::subject;
    for (unsigned threads : {1u, 2u, 5u}) {
      S::allocations = S::reallocations = S::frees = 0;
      const auto r = drive<W>(threads, rounds, list);
      EXPECT_EQ(r.wrong, std::nullopt) << *r.wrong;
      EXPECT_GT(r.total.succeeded, 0u);
      metrics.clear();
      for (const metric& m : r.metrics) metrics[m.name] = m.value;
      EXPECT_EQ(metrics["allocations"], static_cast<double>(S::allocations));
      EXPECT_EQ(metrics["reallocations"], static_cast<double>(S::reallocations));
      EXPECT_EQ(metrics["frees"], static_cast<double>(S::frees));
      EXPECT_GT(S::frees, 0u);
      EXPECT_EQ(S::live, 0);
      if (threads == 1) {
        EXPECT_EQ(metrics["foreign_free_share"], 0.0);
      }
    }
  }
  std::map<std::string, double> metrics;  ///< of 5 threads
};

template <class>
struct as_types;
template <class... A>
struct as_types<type_list<A...>> {
  using type = testing::Types<A...>;
};
TYPED_TEST_SUITE(alloc_endings, as_types<suites::allocators>::type, by_name);

TYPED_TEST(alloc_endings, last_release_frees_what_others_made) {
  using W = suites::last_release<seen_by<TypeParam>>;
  this->template runs<W>(300, {{"sharers", "2"}, {"hold", "64"}, {"size", "64"}});
  this->template runs<W>(300, {{"sharers", "4"}, {"hold", "64"}, {"size", "40-4096"}});
  EXPECT_GT(this->metrics["foreign_free_share"], 0.2);
  EXPECT_GT(this->metrics["outlived_its_maker_samples"], 0);
}

TYPED_TEST(alloc_endings, containers_end_elsewhere) {
  for (const char* ending : {"erase", "clear"}) {
    for (const char* hold : {"0", "3"}) {
      const auto list = [&](const char* kind) -> parameter_list {
        return {{"container", kind}, {"elements", "100"}, {"ending", ending}, {"hold", hold}};
      };
      using A = seen_by<TypeParam>;
      this->template runs<suites::container_nodes<A, suites::list_nodes>>(200, list("list"));
      EXPECT_GT(this->metrics["foreign_free_share"], 0.5);
      this->template runs<suites::container_nodes<A, suites::tree_nodes>>(200, list("map"));
      EXPECT_GT(this->metrics["foreign_free_share"], 0.5);
      this->template runs<suites::container_nodes<A, suites::hash_nodes>>(200,
                                                                          list("unordered_map"));
      EXPECT_GT(this->metrics["foreign_free_share"], 0.5);
    }
  }
}

TYPED_TEST(alloc_endings, events_outlive_their_owner) {
  using W = suites::late_event<seen_by<TypeParam>>;
  this->template runs<W>(100, {{"life", "1"}, {"size", "16"}, {"pending", "1"}});
  this->template runs<W>(100, {{"life", "100"}, {"size", "16-4096"}, {"pending", "77"}});
  EXPECT_EQ(this->metrics["freed_after_exit"], this->metrics["frees"]);
  EXPECT_EQ(this->metrics["first_allocation_samples"], this->metrics["owners"]);
  EXPECT_EQ(this->metrics["thread_exit_samples"], this->metrics["owners"]);
}

TYPED_TEST(alloc_endings, lists_grow) {
  for (const char* growth : {"cpython", "doubling"}) {
    for (const char* shared : {"0", "1"}) {
      const parameter_list list{
          {"growth", growth}, {"shared", shared}, {"length", "1000"}, {"lists", "3"}};
      this->template runs<suites::list_growth<seen_by<TypeParam>>>(1000, list);
      EXPECT_EQ(this->metrics["reallocations"] > 0, reallocating<TypeParam>);
      EXPECT_LE(this->metrics["moved_share"], 1);
      // Where there is no realloc, all of them move.
      this->template runs<suites::list_growth<seen_by<without_realloc<TypeParam>>>>(1000, list);
      EXPECT_EQ(this->metrics["reallocations"], 0);
      EXPECT_EQ(this->metrics["moved_share"], 1);
    }
  }
}

TYPED_TEST(alloc_endings, memory_comes_back) {
  using W = suites::memory_reuse<seen_by<TypeParam>>;
  for (const char* keep : {"0", "90"}) {
    this->template runs<W>(1000,
                           {{"small", "16-64"}, {"large", "4096"}, {"kib", "64"}, {"keep", keep}});
    EXPECT_GT(this->metrics["phases"], 5 * 2);
    EXPECT_LE(this->metrics["reuse_share"], 1);
    EXPECT_GE(this->metrics["live_bytes_high_water"], 5 * 64 * 1024);
  }
}

// Where memory is measured, each load is to hold about as many bytes as it is told to.
template <class W>
void holds(std::uint64_t bytes, std::uint32_t rounds, parameter_list list) {
  W load({.threads = 1, .params = parameters(std::move(list)), .seed = 1, .live_bytes = bytes});
  std::uint64_t most = 0;
  {
    typename W::worker w(load, {.index = 0, .threads = 1, .seed = 1});
    for (std::uint32_t i = 0; i < rounds; ++i) {
      w.step(10);
      most = std::max(most, load.live_bytes());
    }
    w.settle();
    EXPECT_EQ(load.live_bytes(), 0u);
    w.nudge();
  }
  EXPECT_EQ(load.verify(), std::nullopt);
  EXPECT_EQ(load.live_bytes(), 0u);
  EXPECT_GT(most, bytes / 10 * 7) << W::name;
  EXPECT_LT(most, bytes / 10 * 15) << W::name;
}

TEST(alloc_endings_memory, is_what_was_asked_for) {
  using A = adapter::process_malloc;
  constexpr std::uint64_t mib = 1 << 20;
  holds<suites::last_release<A>>(mib, 1000, {{"sharers", "2"}, {"hold", "1"}, {"size", "64"}});
  holds<suites::container_nodes<A, suites::list_nodes>>(
      mib, 200, {{"container", "list"}, {"elements", "100"}, {"ending", "erase"}, {"hold", "0"}});
  holds<suites::late_event<A>>(mib, 200, {{"life", "100"}, {"size", "64-256"}, {"pending", "1"}});
  holds<suites::list_growth<A>>(
      mib, 2000, {{"growth", "doubling"}, {"shared", "0"}, {"length", "500"}, {"lists", "1"}});
  holds<suites::memory_reuse<A>>(
      mib, 500, {{"small", "16-64"}, {"large", "1024"}, {"kib", "1"}, {"keep", "0"}});
}

}  // namespace
}  // namespace contend
