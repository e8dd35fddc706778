// The parts that the scenarios bring along: timers, the lists of the cache, documents.
#include <contend/core/rng.hpp>
#include <suites/scenarios/documents.hpp>
#include <suites/scenarios/lru_shard.hpp>
#include <suites/scenarios/timers.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <list>
#include <map>
#include <string>
#include <vector>

namespace contend::suites {
namespace {

template <class Q>
class scenario_timers : public testing::Test {};
using queues = testing::Types<heap_timers, wheel_timers>;
TYPED_TEST_SUITE(scenario_timers, queues);

// Up to 5 ms ahead: beyond a turn of the wheel; and with pauses longer than that.
TYPED_TEST(scenario_timers, fire_once_and_never_early) {
  constexpr std::int64_t resolution = 4096;
  TypeParam timers;
  rng random(1);
  std::map<std::uint64_t, std::int64_t> armed;
  std::int64_t now = 1'000'000'000'000;
  for (std::uint64_t id = 0; id < 20'000; ++id) {
    const timer t{now + static_cast<std::int64_t>(random.below(id % 2 ? 5'000'000 : 50'000)), id};
    armed[id] = t.deadline;
    timers.arm(t);
    now += static_cast<std::int64_t>(random.below(id % 1000 == 0 ? 20'000'000 : 500));
    if (id % 3 != 0) continue;
    timer fired;
    while (timers.fire(now, fired)) {
      const auto at = armed.find(fired.id);
      ASSERT_NE(at, armed.end()) << "fired twice, or was never armed";
      ASSERT_EQ(fired.deadline, at->second);
      ASSERT_LE(fired.deadline, now);
      armed.erase(at);
    }
    for (const auto& [left, deadline] : armed) {
      ASSERT_GT(deadline, now - resolution) << "timer " << left << " is late";
    }
    ASSERT_EQ(timers.size(), armed.size());
  }
  timer t;
  std::size_t rest = 0;
  while (timers.fire(now + 10'000'000, t)) ++rest;
  EXPECT_EQ(rest, armed.size());
  EXPECT_EQ(timers.size(), 0u);
}

// Against a list that is searched.
TEST(scenario_lru, keeps_the_order_of_use) {
  constexpr std::size_t room = 8;
  lru_shard<int> shard(room);
  std::list<std::uint64_t> model;  // newest first
  std::map<std::uint64_t, std::uint32_t> slots;
  rng random(3);
  for (int i = 0; i < 5000; ++i) {
    const std::uint64_t key = random.below(20);
    const auto at = slots.find(key);
    if (at != slots.end() && random.below(10) == 0) {
      EXPECT_EQ(shard.give_back(at->second), static_cast<int>(key));
      slots.erase(at);
      model.remove(key);
    } else if (at != slots.end()) {
      shard.use(at->second);
      model.remove(key);
      model.push_front(key);
    } else {
      if (shard.full()) {
        ASSERT_EQ(shard.at(shard.oldest()).key, model.back());
        slots.erase(model.back());
        model.pop_back();
        (void)shard.give_back(shard.oldest());
      }
      slots[key] = shard.take(key, static_cast<int>(key));
      model.push_front(key);
    }
    ASSERT_EQ(shard.size(), model.size());
    ASSERT_EQ(shard.full(), model.size() == room);
    std::uint32_t slot = shard.newest();
    for (const std::uint64_t k : model) {
      ASSERT_NE(slot, lru_shard<int>::none);
      ASSERT_EQ(shard.at(slot).key, k);
      slot = shard.at(slot).older;
    }
    ASSERT_EQ(slot, lru_shard<int>::none);
  }
}

struct test_allocator {
  static constexpr subject_info info{.name = "test", .title = "", .source = ""};
  static void* allocate(std::size_t n) noexcept { return ::operator new(n, std::nothrow); }
  static void deallocate(void* p, std::size_t) noexcept { ::operator delete(p); }
};

TEST(scenario_documents, know_every_word_of_their_text) {
  documents<test_allocator> papers;
  document* const d = papers.make(name_of(3, 77), 16, 5);
  EXPECT_EQ(who_of(d->id), 3u);
  EXPECT_EQ(serial_of(d->id), 77u);
  EXPECT_TRUE(d->intact());
  for (std::uint32_t i = 0; i < d->words; ++i) {
    d->body()[i] ^= 1u << 20;
    EXPECT_FALSE(d->intact()) << i;
    d->body()[i] ^= 1u << 20;
  }
  // Processed twice, a word is another one, and the stage says which.
  document* const p = papers.make(d->id, 16, 5, 2);
  for (std::uint32_t i = 0; i < p->words; ++i) {
    p->body()[i] = document::processed(document::processed(d->body()[i], d->id), d->id);
  }
  EXPECT_TRUE(p->intact());
  p->stage = 1;
  EXPECT_FALSE(p->intact());
  EXPECT_EQ(papers.bytes(), d->bytes() + p->bytes());
  papers.drop(d);
  papers.drop(p);
  EXPECT_EQ(papers.bytes(), 0u);
  EXPECT_EQ(papers.verify(), std::nullopt);
}

}  // namespace
}  // namespace contend::suites
