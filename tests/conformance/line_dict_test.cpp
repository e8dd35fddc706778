// What line_map and line_set promise beyond the contract of all maps and sets: nobody misses a key
// while tables come and go, walks see each once, memory comes back; and that it is seen if not.
#include "line_fixture.hpp"

#include <contend/core/rng.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <latch>
#include <map>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace contend {
namespace {

using namespace line_tests;

TEST(line_map, never_misses_a_key_while_it_grows_and_shrinks) {
  numbers map(1);
  {
    numbers::handle h(map);
    for (number k = 0; k < 100; ++k) h.insert(k, ~k);
  }
  std::atomic<bool> stop{false};
  number missed = 0, lied = 0, rounds = 0;
  const auto reader = [&] {
    numbers::handle h(map);
    do {
      for (number k = 0; k < 100; ++k) {
        const auto v = h.find(k);
        missed += !v.has_value();
        lied += v.has_value() && *v != ~k;
      }
      ++rounds;
      h.safepoint();
    } while (!stop.load());
  };
  const auto writer = [&] {
    numbers::handle h(map);
    for (int turn = 0; turn < 3; ++turn) {
      for (number k = 100; k < some; ++k) EXPECT_TRUE(h.insert(k, k));
      for (number k = 100; k < some; ++k) EXPECT_TRUE(h.erase(k));
      h.safepoint();
    }
    stop.store(true);
  };
  beside(reader, writer);
  EXPECT_GT(rounds, 0u);
  EXPECT_EQ(missed, 0u);
  EXPECT_EQ(lied, 0u);
  EXPECT_EQ(map.size(), 100u);
}

TEST(line_map, counts_each_upsert) {
  numbers map(1);
  constexpr number keys = 8;
  std::atomic<number> fresh{0};
  const auto counter = [&] {
    numbers::handle h(map);
    for (number i = 0; i < some; ++i) {
      fresh += h.upsert(i % keys, 1, [](const number& n) { return n + 1; });
      // So that lines move meanwhile.
      h.insert(keys + i, 0);
    }
  };
  beside(counter, counter, counter);
  EXPECT_EQ(fresh.load(), keys);
  number sum = 0;
  numbers::handle h(map);
  for (number k = 0; k < keys; ++k) sum += h.find(k).value_or(0);
  EXPECT_EQ(sum, 3 * some);
  EXPECT_EQ(map.size(), keys + some) << "exact while handles live";
}

TEST(line_map, collects_what_the_last_thread_to_leave_did_not_know_of) {
  number kept = 0;
  {
    numbers map(1);
    std::latch reading(1), grown(1);
    const std::jthread reader([&] {
      numbers::handle h(map);
      EXPECT_FALSE(h.find(0));
      reading.count_down();
      grown.wait();
    });
    reading.wait();
    std::jthread([&] {
      numbers::handle h(map);
      for (number k = 0; k < some; ++k) h.insert(k, k);
    }).join();
    // The writer is gone, and the reader has not come to a safepoint since.
    kept = model::qsbr::pending();
    grown.count_down();
  }
  EXPECT_GT(kept, 0u);
  collect<numbers>();
  EXPECT_EQ(model::qsbr::pending(), 0u);
}

TEST(line_map, a_walk_sees_each_once_wherever_a_move_has_come_to) {
  numbers map(1);
  numbers::handle h(map);
  for (number n = 0; n < 700; ++n) {
    h.insert(n, 2 * n);
    number seen = 0, sum = 0;
    h.for_each([&](const number& k, const number& v) {
      ++seen;
      sum += k;
      EXPECT_EQ(v, 2 * k);
    });
    ASSERT_EQ(seen, n + 1);
    ASSERT_EQ(sum, n * (n + 1) / 2);
  }
}

TEST(line_map, a_walk_sees_once_what_stays_while_others_come_and_go) {
  numbers map(1);
  constexpr number stay = 200;
  {
    numbers::handle h(map);
    for (number k = 0; k < stay; ++k) h.insert(k, k);
  }
  std::atomic<bool> stop{false};
  number wrong = 0;
  const auto walker = [&] {
    numbers::handle h(map);
    do {
      std::map<number, int> seen;
      h.for_each([&](const number& k, const number&) { ++seen[k]; });
      for (number k = 0; k < stay; ++k) wrong += seen[k] != 1;
      for (const auto& [k, times] : seen) wrong += times > 1;
      h.safepoint();
    } while (!stop.load());
  };
  const auto writer = [&] {
    numbers::handle h(map);
    for (int turn = 0; turn < 3; ++turn) {
      for (number k = stay; k < some; ++k) h.insert(k, k);
      for (number k = stay; k < some; ++k) h.erase(k);
      h.safepoint();
    }
    stop.store(true);
  };
  beside(walker, writer);
  EXPECT_EQ(wrong, 0u);
}

TEST(line_map, takes_forty_bytes_an_element_when_it_knows_how_many) {
  for (const number n : {number{1000}, number{20000}}) {
    numbers map(n);
    numbers::handle h(map);
    const std::size_t before = map.table_bytes();
    for (number k = 0; k < n; ++k) h.insert(k, k);
    EXPECT_EQ(map.table_bytes(), before) << "no growth for what was expected";
    const double each = static_cast<double>(before) / static_cast<double>(n);
    EXPECT_LT(each, n == 1000 ? 44 : 40.4);
    // Nor does it shrink before it has been filled, or is it ever smaller than a few lines.
  }
  numbers waiting(20000);
  numbers::handle h(waiting);
  const std::size_t before = waiting.table_bytes();
  for (number k = 0; k < 1000; ++k) {
    h.insert(k, k);
    h.erase(k);
    h.safepoint();
  }
  EXPECT_EQ(waiting.table_bytes(), before);
}

TEST(line_map, gives_memory_back_when_it_is_drained) {
  numbers map(10);
  numbers::handle h(map);
  const std::size_t least = map.table_bytes();
  for (number k = 0; k < 20000; ++k) h.insert(k, k);
  EXPECT_GT(map.table_bytes(), 20000u * 32);
  for (number k = 0; k < 20000; ++k) h.erase(k);
  for (int i = 0; i < 1000; ++i) h.safepoint();
  EXPECT_LE(map.table_bytes(), 4 * least);
  EXPECT_EQ(map.size(), 0u);
}

struct stepping_rules : model::line_rules {
  static void after_match() noexcept { step_in(matched); }
  static void after_copying() noexcept { step_in(copied); }
  static void within_a_move() noexcept { step_in(moving); }

  static void step_in(std::function<void()>& what) {
    if (what) std::exchange(what, nullptr)();
  }
  static inline std::function<void()> matched, copied, moving;
};
struct marking_late : stepping_rules {
  static constexpr bool marks_before_unlocking = false;
};
struct looking_once : stepping_rules {
  static constexpr bool looks_again = false;
};

TEST(line_map, a_walk_sees_once_what_is_just_moving_up) {
  model::basic_line_map<number, number, model::qsbr, stepping_rules> map(1);
  decltype(map)::handle h(map), other(map);
  constexpr number all = 40;
  for (number k = 0; k < all; ++k) h.insert(k, k);
  number seen = 0, gone = 0;
  stepping_rules::moving = [&] { other.for_each([&](const number&, const number&) { ++seen; }); };
  while (stepping_rules::moving && gone < all) h.erase(gone++);
  EXPECT_EQ(seen, all - gone);
  EXPECT_FALSE(std::exchange(stepping_rules::moving, nullptr)) << "nothing moved up";
}

/// How many keys are lost of those that come when a line has been copied to the next table.
template <class Rules>
number lost_while_moving() {
  model::basic_line_map<number, number, model::qsbr, Rules> map(1);
  typename decltype(map)::handle h(map), other(map);
  const auto come = [&] {
    for (number k = 1000; k < 1040; ++k) EXPECT_TRUE(other.insert(k, k));
  };
  // When the fourth line moves: it has room, and some of them belong there.
  int lines = 4;
  std::function<void()> count = [&] { --lines == 0 ? come() : void(Rules::copied = count); };
  Rules::copied = count;
  for (number n = 0; n < 200; ++n) h.insert(n, n);
  EXPECT_EQ(lines, 0) << "it grew";
  number lost = 0;
  for (number k = 1000; k < 1040; ++k) lost += !h.find(k).has_value();
  return lost;
}
TEST(line_map, loses_nothing_that_comes_while_a_line_moves) {
  EXPECT_EQ(lost_while_moving<stepping_rules>(), 0u);
}
TEST(line_map, mutant_that_marks_a_line_late_is_seen_to_lose_keys) {
  EXPECT_NE(lost_while_moving<marking_late>(), 0u);
}

/// What a lookup says whose slot is given to another key just after it matched.
template <class Rules>
std::optional<number> found_in_a_second_life() {
  model::basic_line_map<number, number, model::qsbr, Rules> map(1);
  typename decltype(map)::handle h(map), other(map);
  h.insert(0, 0);
  Rules::matched = [&] {
    other.erase(0);
    for (number k = 1; k <= 40; ++k) other.insert(k, k);  // one of them in the same line
  };
  const auto found = h.find(0);
  EXPECT_FALSE(Rules::matched);
  return found;
}
TEST(line_map, gives_no_other_keys_value) {
  EXPECT_EQ(found_in_a_second_life<stepping_rules>(), std::nullopt);
}
TEST(line_map, mutant_that_looks_once_is_seen_to_give_another_keys_value) {
  const auto found = found_in_a_second_life<looking_once>();
  ASSERT_TRUE(found);
  EXPECT_NE(*found, 0u);
}

}  // namespace
}  // namespace contend
