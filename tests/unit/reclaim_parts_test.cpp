// The parts of our reclamation schemes: the clock of quiescent states, limbo, the registry.
#include <contend/model/reclaim/limbo.hpp>
#include <contend/model/reclaim/qsbr_clock.hpp>
#include <contend/model/reclaim/registry.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

namespace contend::model {
namespace {

struct told {
  told* next = nullptr;
  atomic<qsbr_time> seq{qsbr_clock::offline};
};

TEST(qsbr_clock, orders_times_across_the_wrap) {
  constexpr qsbr_time last = ~qsbr_time{0};
  EXPECT_TRUE(qsbr_clock::before(1, 3));
  EXPECT_FALSE(qsbr_clock::before(3, 3));
  EXPECT_FALSE(qsbr_clock::before(3, 1));
  EXPECT_TRUE(qsbr_clock::before(last, last + 2));
  EXPECT_EQ(last + qsbr_clock::tick, 1u) << "odd stays odd: no time is `offline`";
}

TEST(qsbr_clock, a_goal_is_not_reached_before_somebody_advances_to_it) {
  qsbr_clock clock;
  const told* nobody = nullptr;
  const qsbr_time goal = clock.next();
  EXPECT_FALSE(clock.reached(goal, nobody));
  EXPECT_EQ(clock.advance(), goal);
  EXPECT_TRUE(clock.reached(goal, nobody));
  EXPECT_GT(clock.next(), goal);
}

TEST(qsbr_clock, waits_for_the_slowest_who_is_online) {
  qsbr_clock clock;
  told slow, fast{&slow}, away{&fast};
  slow.seq.store(clock.now(), memory_order_relaxed);
  fast.seq.store(clock.now(), memory_order_relaxed);
  const qsbr_time first = clock.advance(), second = clock.advance();
  EXPECT_FALSE(clock.reached(first, &away));
  fast.seq.store(second, memory_order_relaxed);
  EXPECT_FALSE(clock.reached(first, &away));
  slow.seq.store(first, memory_order_relaxed);
  EXPECT_TRUE(clock.reached(first, &away));
  EXPECT_FALSE(clock.reached(second, &away));
  slow.seq.store(qsbr_clock::offline, memory_order_relaxed);
  EXPECT_TRUE(clock.reached(second, &away));
}

TEST(qsbr_clock, remembers_what_was_reached) {
  qsbr_clock clock;
  told one;
  const qsbr_time goal = clock.advance();
  EXPECT_TRUE(clock.reached(goal, &one));
  // Came later, with an old time: can't have seen what the goal was for.
  one.seq.store(qsbr_clock::start, memory_order_relaxed);
  EXPECT_TRUE(clock.reached(goal, &one));
}

TEST(limbo, is_first_in_first_out_over_many_chunks) {
  limbo l;
  EXPECT_TRUE(l.empty());
  std::uint64_t in = 0, out = 0, filled = 0;
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 600; ++i) filled += l.push({nullptr, nullptr, 0, in++});
    for (int i = 0; i < 550; ++i) {
      EXPECT_EQ(l.front().goal, out);
      EXPECT_EQ(l.pop().goal, out++);
    }
    EXPECT_EQ(l.size(), in - out);
  }
  EXPECT_GE(filled, 3000 / limbo::chunk_size);
  while (!l.empty()) EXPECT_EQ(l.pop().goal, out++);
  EXPECT_EQ(out, in);
}

TEST(limbo, splices_at_the_end_and_keeps_nothing) {
  limbo a, b;
  a.splice(b);
  EXPECT_TRUE(a.empty());
  for (std::uint64_t i = 0; i < 300; ++i) a.push({nullptr, nullptr, 0, i});
  for (std::uint64_t i = 300; i < 700; ++i) b.push({nullptr, nullptr, 0, i});
  for (std::uint64_t i = 0; i < 260; ++i) EXPECT_EQ(a.pop().goal, i);
  a.splice(b);
  EXPECT_TRUE(b.empty());
  b.push({nullptr, nullptr, 0, 9});
  EXPECT_EQ(b.pop().goal, 9u);
  for (std::uint64_t i = 260; i < 700; ++i) EXPECT_EQ(a.pop().goal, i);
  EXPECT_TRUE(a.empty());
}

TEST(orphanage, gives_back_the_older_ones_first) {
  orphanage o;
  limbo left, home;
  left.push({nullptr, nullptr, 0, 1});
  o.take_in(left);
  o.take_in({nullptr, nullptr, 0, 2});
  EXPECT_TRUE(left.empty());
  home.push({nullptr, nullptr, 0, 3});
  o.adopt(home);
  for (const std::uint64_t expected : {1, 2, 3}) EXPECT_EQ(home.pop().goal, expected);
  o.adopt(home);
  EXPECT_TRUE(home.empty());
}

struct seat_record : enrolled<seat_record> {
  int owner = 0;
};

TEST(registry, hands_a_record_on_and_makes_no_more_than_are_needed_at_once) {
  registry<seat_record> all;
  for (int round = 0; round < 10; ++round) {
    seat_record &a = all.enter(), &b = all.enter();
    EXPECT_NE(&a, &b);
    all.leave(a);
    all.leave(b);
  }
  EXPECT_EQ(all.size(), 2u);
}

TEST(registry, no_two_members_have_one_record) {
  registry<seat_record> all;
  std::vector<std::thread> threads;
  std::atomic<int> twice{0};
  for (int t = 1; t <= 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 500; ++i) {
        seat_record& mine = all.enter();
        mine.owner = t;
        std::this_thread::yield();
        twice += mine.owner != t;
        all.leave(mine);
      }
    });
  }
  for (auto& t : threads) t.join();
  EXPECT_EQ(twice, 0);
  EXPECT_LE(all.size(), 4u);
}

}  // namespace
}  // namespace contend::model
