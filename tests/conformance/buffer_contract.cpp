// Every buffer does what the concept says, alone and under all of its loads.
#include "buffer_fixture.hpp"

#include <contend/core/rng.hpp>
#include <contend/load/bag.hpp>
#include <suites/buffers/pairs.hpp>
#include <suites/buffers/producer_consumer.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

namespace contend {
namespace {

using suites::item;

template <class B>
class buffer_contract : public buffer_test<B> {};
TYPED_TEST_SUITE(buffer_contract, all_buffers, by_name);

TYPED_TEST(buffer_contract, gives_nothing_when_empty_and_leaves_the_target_alone) {
  TypeParam buffer({.capacity = 8});
  typename TypeParam::handle handle(buffer);
  item v = 42;
  EXPECT_FALSE(handle.try_pop(v));
  EXPECT_EQ(v, 42u);
}

TYPED_TEST(buffer_contract, holds_what_it_promised_and_refuses_more_if_bounded) {
  TypeParam buffer({.capacity = 100});
  typename TypeParam::handle handle(buffer);
  for (item i = 0; i < 100; ++i) ASSERT_TRUE(handle.try_push(i)) << i;
  if constexpr (TypeParam::traits.bounded) {
    unsigned more = 0;
    while (more < 1000 && handle.try_push(100 + more)) ++more;
    EXPECT_LT(more, 1000u) << "a bounded buffer took ten times its capacity";
    // Full is not for ever, and a refused push left nothing behind.
    item v = 0;
    for (unsigned i = 0; i <= TypeParam::traits.slack; ++i) ASSERT_TRUE(handle.try_pop(v));
    EXPECT_TRUE(handle.try_push(7));
    item count = 0;
    while (handle.try_pop(v)) ++count;
    EXPECT_EQ(count, 100 + more - TypeParam::traits.slack);
  }
}

// How many of the items in `model`, oldest first, may be passed over by the one that comes out.
template <class B>
std::size_t allowed_from(const std::deque<item>& model, std::size_t place) {
  switch (B::traits.order) {
    case order_guarantee::fifo:
    case order_guarantee::per_producer_fifo: return 0;  // one handle here: one producer
    case order_guarantee::k_fifo: return std::min<std::size_t>(place, B::traits.slack);
    case order_guarantee::lifo: return model.size() - 1;
    case order_guarantee::none: return place;
  }
  return 0;
}

TYPED_TEST(buffer_contract, keeps_the_order_it_promises_over_random_pushes_and_pops) {
  TypeParam buffer({.capacity = 64});
  typename TypeParam::handle handle(buffer);
  std::deque<item> model;
  rng random(1);
  for (item i = 0; i < 20000; ++i) {
    if (random.below(2) == 0 && model.size() < 64) {
      ASSERT_TRUE(handle.try_push(i));
      model.push_back(i);
    } else {
      item v = 0;
      ASSERT_EQ(handle.try_pop(v), !model.empty());
      if (model.empty()) continue;
      const auto found = std::find(model.begin(), model.end(), v);
      ASSERT_NE(found, model.end()) << v << " was not in the buffer";
      const auto place = static_cast<std::size_t>(found - model.begin());
      ASSERT_EQ(place, allowed_from<TypeParam>(model, place)) << "of " << model.size();
      model.erase(found);
    }
  }
}

TYPED_TEST(buffer_contract, takes_and_gives_through_as_many_handles_as_were_announced) {
  constexpr unsigned n = 16;
  if (TypeParam::traits.max_producers < n || TypeParam::traits.max_consumers < n) {
    GTEST_SKIP() << "not for so many";
  }
  TypeParam buffer({.capacity = 64, .handles = n + 1});
  bag in, out;
  item v = 0;
  {
    std::deque<typename TypeParam::handle> handles;
    for (unsigned i = 0; i < n; ++i) handles.emplace_back(buffer);
    for (item i = 0; i < 2000; ++i) {
      if (handles[i % n].try_push(i)) in.put(i);
      if (i % 3 != 0 && handles[i * 7 % n].try_pop(v)) out.put(v);
    }
    EXPECT_GT(out.count, 0u);
    // Whatever a producer's choice was: somebody finds it.
    for (int round = 0; round < 2; ++round) {
      for (auto& h : handles) {
        if (h.try_pop(v)) out.put(v);
      }
    }
  }
  // And one handle finds all that the others left.
  typename TypeParam::handle last(buffer);
  while (out.count <= in.count && last.try_pop(v)) out.put(v);
  EXPECT_EQ(in, out) << in.count << " went in, " << out.count << " came out";
}

TYPED_TEST(buffer_contract, loses_nothing_in_pairs) {
  using W = suites::pairs<TypeParam>;
  for (unsigned threads : {1u, 2u, 5u}) {
    if (threads > W::max_threads) continue;
    const auto r = drive<W>(threads, 4000, {{"capacity", "64"}});
    EXPECT_EQ(r.wrong, std::nullopt) << threads << " threads: " << *r.wrong;
    // A worker tries again to pop before it pushes: no round is without an attempt.
    EXPECT_GE(r.total.attempted, 4000u * threads);
    EXPECT_GT(r.total.succeeded, 0u);
  }
}

TYPED_TEST(buffer_contract, loses_nothing_between_producers_and_consumers) {
  using W = suites::producer_consumer<TypeParam>;
  for (unsigned threads : {2u, 3u, 6u}) {
    if (threads > W::max_threads) continue;
    for (const char* capacity : {"2", "64"}) {
      const auto r = drive<W>(threads, 4000, {{"capacity", capacity}});
      EXPECT_EQ(r.wrong, std::nullopt) << threads << " threads: " << *r.wrong;
      EXPECT_EQ(r.total.attempted, 4000u * threads);
      EXPECT_GT(r.total.succeeded, 0u);
    }
  }
}

TYPED_TEST(buffer_contract, says_how_unevenly_consumers_fared) {
  using W = suites::producer_consumer<TypeParam>;
  W load({.threads = 2, .params = parameters(parameter_list{{"capacity", "64"}}), .seed = 1});
  {
    // One after the other: on a busy host a consumer may use up its rounds before an item comes.
    typename W::worker producer(load, {.index = 0, .threads = 2, .seed = 1});
    typename W::worker consumer(load, {.index = 1, .threads = 2, .seed = 2});
    EXPECT_EQ(producer.step(50).succeeded, 50u);
    EXPECT_EQ(consumer.step(100).succeeded, 50u);
  }
  EXPECT_EQ(load.verify(), std::nullopt);
  unsigned found = 0;
  for (const metric& m : load.metrics()) {
    if (m.name != "pop_share_min" && m.name != "pop_share_max") continue;
    EXPECT_EQ(m.value, 1) << m.name << ": one consumer had all";
    ++found;
  }
  EXPECT_EQ(found, 2u);
}

// An unbounded buffer must not grow by what the producers are faster.
TEST(buffer_backlog, is_kept_near_the_capacity) {
  using W = suites::producer_consumer<adapter::tbb_concurrent_queue<item>>;
  W load({.threads = 2, .params = parameters(parameter_list{{"capacity", "128"}}), .seed = 1});
  typename W::worker producer(load, {.index = 0, .threads = 2, .seed = 1});
  const tally t = producer.step(1000);
  EXPECT_GE(t.succeeded, 128u);
  EXPECT_LE(t.succeeded, 128u + 64u);
}

static_assert(suites::pairs<adapter::boost_lockfree_spsc<item>>::max_threads == 1);
static_assert(suites::producer_consumer<adapter::boost_lockfree_spsc<item>>::max_threads == 2);
static_assert(suites::producer_consumer<adapter::mutex_deque<item>>::max_threads > 60000);

}  // namespace
}  // namespace contend
