// Our pools with a planted bug each: the books must show it. Those that are data races, and so
// TSan's to find, are in tests/negative.
#include "alloc_model_fixture.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <type_traits>

namespace contend {
namespace {

struct silent_rules : model::cas_list_rules {
  static constexpr bool announces_full_slabs = false;
};

TEST(alloc_model_mutants, a_full_slab_that_nobody_announces_is_seen) {
  EXPECT_GT(slabs_gained_by_foreign_frees<model::basic_pool_cas_list<silent_rules>>(), 10);
}

struct hoarding_rules : model::batched_rules {
  static constexpr bool posts_before_leaving = false;
};

/// Blocks that nobody uses and that have not come home, after everybody has gone and every heap
/// has been looked after.
template <class Pool>
std::size_t astray() {
  std::vector<void*> blocks;
  on_a_thread([&] {
    blocks = take<Pool>(10, 64);
    on_a_thread([&] { give<Pool>(blocks, 64); });
  });
  bring_home<Pool>();
  return Pool::books().out;
}

TEST(alloc_model_mutants, a_batch_that_is_not_posted_at_exit_is_seen) {
  EXPECT_EQ(astray<model::basic_pool_batched<hoarding_rules>>(), 10u);
  EXPECT_EQ(astray<batched_design::pool<struct postman>>(), 0u);
}

template <class D>
class orphans : public testing::Test {};
struct by_design {
  template <class D>
  static std::string GetName(int) {
    return D::name;
  }
};
template <class D>
struct orphan_rules : D::rules {
  static constexpr bool leaves_its_heap = false;
};
// Heaps of the third design are empty when their threads leave: nothing is lost with one.
using with_owners = testing::Types<cas_design, batched_design>;
TYPED_TEST_SUITE(orphans, with_owners, by_design);

TYPED_TEST(orphans, which_nobody_adopts_are_seen) {
  using pool = typename TypeParam::template under<orphan_rules<TypeParam>>;
  EXPECT_GT(slabs_gained_by_churn<pool>(), 100);
  EXPECT_GE(pool::books().heaps, 200u);
}

/// Not a bug but the price of the design: what a thread has gathered stays there while it is idle.
TEST(alloc_model_batched, keeps_what_an_idle_thread_has_gathered) {
  using pool = batched_design::pool<struct idle_gatherer>;
  constexpr std::size_t few = model::batched_rules::gathered_bytes / 64 - 1;
  std::vector<void*> blocks;
  std::atomic<bool> freed{false}, leave{false};
  std::thread idle([&] {
    pool::deallocate(pool::allocate(16), 16);  // a heap of its own
    on_a_thread([&] { blocks = take<pool>(few, 64); });
    give<pool>(blocks, 64);
    freed = true;
    freed.notify_one();
    leave.wait(false);
  });
  freed.wait(false);
  bring_home<pool>();
  EXPECT_EQ(pool::books().waiting, few);
  EXPECT_GE(pool::books().slabs, 1u);
  leave = true;
  leave.notify_one();
  idle.join();
  bring_home<pool>();
  EXPECT_EQ(pool::books().waiting, 0u);
}

}  // namespace
}  // namespace contend
