// Who waits is woken: by an item, by room, by close(). Nothing here waits without a limit of time.
#include "buffer_fixture.hpp"

#include <contend/load/bag.hpp>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace contend {
namespace {

using suites::item;
using namespace std::chrono_literals;

/// Until `done()`, or until it took too long.
template <class F>
bool within(std::chrono::milliseconds limit, F done) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!done()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(100us);
  }
  return true;
}

/// How many of so many sleeping consumers get one of as many items, pushed one right after the
/// other, within the limit.
template <class B>
int served(int consumers, std::chrono::milliseconds limit) {
  B buffer({.capacity = 64, .handles = static_cast<unsigned>(consumers) + 1});
  std::atomic<int> came{0}, got{0};
  int in_time = 0;
  {
    std::vector<std::jthread> team;
    for (int i = 0; i < consumers; ++i) {
      team.emplace_back([&] {
        typename B::handle mine(buffer);
        item v = 0;
        ++came;
        if (mine.pop(v)) ++got;
      });
    }
    within(10s, [&] { return came == consumers; });
    std::this_thread::sleep_for(2ms);  // asleep by now; if not, the test is only easier
    typename B::handle mine(buffer);
    for (int i = 0; i < consumers; ++i) mine.push(static_cast<item>(i));
    within(limit, [&] { return got == consumers; });
    in_time = got;
    buffer.close();
  }
  return in_time;
}

template <class B>
class waiting_buffer_contract : public buffer_test<B> {};
TYPED_TEST_SUITE(waiting_buffer_contract, waiting_buffers, by_name);

TYPED_TEST(waiting_buffer_contract, wakes_one_sleeper_for_each_item) {
  for (int attempt = 0; attempt < 5; ++attempt) EXPECT_EQ(served<TypeParam>(3, 20s), 3);
}

TYPED_TEST(waiting_buffer_contract, wakes_one_sleeper_for_each_place) {
  TypeParam buffer({.capacity = 1, .handles = 4});
  std::atomic<int> done{0};
  std::vector<std::jthread> team;
  for (item i = 1; i <= 3; ++i) {
    team.emplace_back([&, i] {
      typename TypeParam::handle mine(buffer);
      if (mine.push(i)) ++done;
    });
  }
  EXPECT_TRUE(within(20s, [&] { return done >= 1; }));
  std::this_thread::sleep_for(2ms);
  EXPECT_EQ(done, 1) << "two items in a buffer of one";
  item sum = 0, v = 0;
  typename TypeParam::handle mine(buffer);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(mine.pop(v));
    sum += v;
  }
  EXPECT_TRUE(within(20s, [&] { return done == 3; }));
  EXPECT_EQ(sum, 6u);
  buffer.close();
}

TYPED_TEST(waiting_buffer_contract, gives_out_what_was_pushed_before_it_was_closed) {
  TypeParam buffer({.capacity = 8, .handles = 1});
  typename TypeParam::handle mine(buffer);
  EXPECT_TRUE(mine.push(1));
  EXPECT_TRUE(mine.push(2));
  buffer.close();
  EXPECT_FALSE(mine.push(3));
  item v = 0;
  EXPECT_TRUE(mine.pop(v));
  EXPECT_EQ(v, 1u);
  EXPECT_TRUE(mine.pop(v));
  EXPECT_EQ(v, 2u);
  EXPECT_FALSE(mine.pop(v));
  EXPECT_EQ(v, 2u) << "nothing came, so nothing is written";
}

TYPED_TEST(waiting_buffer_contract, wakes_all_consumers_when_it_is_closed) {
  TypeParam buffer({.capacity = 8, .handles = 3});
  std::atomic<int> came{0}, empty_handed{0};
  std::vector<std::jthread> team;
  for (int i = 0; i < 3; ++i) {
    team.emplace_back([&] {
      typename TypeParam::handle mine(buffer);
      item v = 0;
      ++came;
      if (!mine.pop(v)) ++empty_handed;
    });
  }
  within(20s, [&] { return came == 3; });
  std::this_thread::sleep_for(2ms);
  buffer.close();
  ASSERT_TRUE(within(20s, [&] { return empty_handed == 3; })) << "somebody still sleeps";
}

TYPED_TEST(waiting_buffer_contract, wakes_all_producers_when_it_is_closed) {
  TypeParam buffer({.capacity = 2, .handles = 4});
  typename TypeParam::handle mine(buffer);
  EXPECT_TRUE(mine.push(1));
  EXPECT_TRUE(mine.push(2));
  std::atomic<int> came{0}, refused{0};
  std::vector<std::jthread> team;
  for (int i = 0; i < 3; ++i) {
    team.emplace_back([&] {
      typename TypeParam::handle theirs(buffer);
      ++came;
      if (!theirs.push(9)) ++refused;
    });
  }
  within(20s, [&] { return came == 3; });
  std::this_thread::sleep_for(2ms);
  buffer.close();
  ASSERT_TRUE(within(20s, [&] { return refused == 3; })) << "somebody still sleeps";
  item v = 0;
  EXPECT_TRUE(mine.pop(v) && v == 1);
  EXPECT_TRUE(mine.pop(v) && v == 2);
  EXPECT_FALSE(mine.pop(v)) << "a refused push left " << v;
}

// At any moment: what was pushed comes out, and all go home.
TYPED_TEST(waiting_buffer_contract, may_be_closed_while_everybody_is_busy) {
  for (int attempt = 0; attempt < 30; ++attempt) {
    TypeParam buffer({.capacity = 2, .handles = 5});
    std::atomic<int> gone{0};
    bag in[2], out[2];
    std::vector<std::jthread> team;
    for (int i = 0; i < 2; ++i) {
      team.emplace_back([&, i] {
        typename TypeParam::handle mine(buffer);
        for (item v = static_cast<item>(i) << 32; mine.push(v); ++v) in[i].put(v);
        ++gone;
      });
      team.emplace_back([&, i] {
        typename TypeParam::handle mine(buffer);
        item v = 0;
        while (mine.pop(v)) out[i].put(v);
        ++gone;
      });
    }
    std::this_thread::sleep_for(std::chrono::microseconds(100 + 50 * attempt));
    buffer.close();
    ASSERT_TRUE(within(20s, [&] { return gone == 4; })) << "somebody still sleeps";
    team.clear();
    typename TypeParam::handle mine(buffer);
    item v = 0;
    while (mine.try_pop(v)) out[0].put(v);
    in[0] += in[1];
    out[0] += out[1];
    ASSERT_EQ(in[0], out[0]) << in[0].count << " went in, " << out[0].count << " came out";
  }
}

// The planted bug: what it does is nothing, so a limit of time has to notice.
struct sleepy : model::cond_ring_rules {
  static constexpr bool wakes_for_each_item = false;
};

TEST(lost_wake_up, is_noticed) {
  bool noticed = false;
  for (int attempt = 0; attempt < 20 && !noticed; ++attempt) {
    noticed = served<model::cond_ring<item, sleepy>>(3, 300ms) < 3;
  }
  EXPECT_TRUE(noticed) << "a ring that wakes one consumer for two items passed";
}

}  // namespace
}  // namespace contend
