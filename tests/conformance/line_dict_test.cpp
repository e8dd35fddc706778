// What line_map and line_set promise beyond the contract of all maps and sets: nobody misses a key
// while tables come and go, walks see each once, memory comes back; and that it is seen if not.
#include <contend/core/rng.hpp>
#include <contend/model/dict/line_map.hpp>
#include <contend/model/dict/line_set.hpp>
#include <contend/model/reclaim/epoch.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <latch>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace contend {
namespace {

using number = std::uint64_t;
using numbers = model::line_map<number, number>;
// More would only take longer under a sanitizer.
constexpr number some = 3000;

/// One thread for each function, all beside one another.
template <class... Each>
void beside(Each... each) {
#if defined(CONTEND_PERTURB)
  perturbation::seed(1);
#endif
  std::latch all(sizeof...(each));
  const auto start = [&all](auto& f) {
    return std::jthread([&all, &f] {
      all.arrive_and_wait();
      f();
    });
  };
  { std::jthread team[] = {start(each)...}; }
#if defined(CONTEND_PERTURB)
  perturbation::seed(0);
#endif
}

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

/// All that differ in `other` only have one hash.
struct clashing {
  number same = 1, other = 0;
  operator number() const noexcept { return same; }  // NOLINT: for mixed_hash
  friend bool operator==(const clashing&, const clashing&) = default;
};

TEST(line_map, bears_keys_that_all_have_one_hash) {
  using clash = model::line_map<clashing, number>;
  clash map(1);
  clash::handle h(map);
  for (number k = 0; k < 500; ++k) ASSERT_TRUE(h.insert({1, k}, k));
  for (number k = 0; k < 500; ++k) ASSERT_EQ(h.find({1, k}), std::optional(k));
  ASSERT_FALSE(h.find({1, 500}));
  // It may try to grow a few times; a table for each of them would have been far larger.
  EXPECT_LT(map.table_bytes(), 200000u);
  for (number k = 0; k < 500; ++k) ASSERT_TRUE(h.erase({1, k}));
  EXPECT_EQ(map.size(), 0u);
}

TEST(line_map, boxes_what_is_no_word) {
  using words = model::line_map<std::string, std::string>;
  words map(1);
  {
    words::handle h(map);
    std::map<std::string, std::string> model;
    rng random(3);
    for (int i = 0; i < 4000; ++i) {
      const std::string k =
          "a key too long to be kept in place, " + std::to_string(random.below(300));
      const std::string v = "and its value, also rather long, " + std::to_string(i);
      switch (random.below(5)) {
        case 0: ASSERT_EQ(h.insert(k, v), model.emplace(k, v).second); break;
        case 1: ASSERT_EQ(h.erase(k), model.erase(k) != 0); break;
        case 2: ASSERT_EQ(h.update(k, v), model.contains(k)); break;
        case 3:
          ASSERT_EQ(h.upsert(k, v, [](const std::string& old) { return old + "."; }),
                    !model.contains(k));
          if (const auto [at, added] = model.emplace(k, v); !added) at->second += ".";
          break;
        default: ASSERT_EQ(h.find(k).has_value(), model.contains(k));
      }
      if (const auto at = model.find(k); at != model.end()) {
        at->second = h.find(k).value();
        h.update(k, at->second);
      }
      h.safepoint();
    }
    std::map<std::string, std::string> walked;
    h.for_each([&](const std::string& k, const std::string& v) { walked.emplace(k, v); });
    EXPECT_EQ(walked, model);
    EXPECT_EQ(map.size(), model.size());
  }
}

TEST(line_map, frees_each_box_once_with_readers_about) {
  using counted = std::shared_ptr<const number>;
  const auto value = std::make_shared<const number>(7);
  {
    model::line_map<number, counted> map(1);
    using handle = decltype(map)::handle;
    std::atomic<bool> stop{false};
    number wrong = 0;
    const auto reader = [&] {
      handle h(map);
      do {
        for (number k = 0; k < 50; ++k) {
          if (const auto v = h.find(k)) wrong += **v != 7;
        }
        h.safepoint();
      } while (!stop.load());
    };
    const auto writer = [&] {
      handle h(map);
      for (number i = 0; i < some; ++i) {
        const number k = i % 50;
        if (!h.insert(k, value)) (i & 1) != 0 ? h.erase(k) : h.update(k, value);
        if (i % 16 == 0) h.insert(50 + i, value);
        h.safepoint();
      }
      stop.store(true);
    };
    beside(reader, writer);
    EXPECT_EQ(wrong, 0u);
  }
  model::qsbr::collect();
  EXPECT_EQ(value.use_count(), 1);
  EXPECT_EQ(model::qsbr::pending(), 0u);
}

TEST(line_map, takes_epochs_as_well) {
  {
    model::basic_line_map<number, std::string, model::epoch, model::line_rules> map(1);
    decltype(map)::handle h(map);
    for (number k = 0; k < some; ++k) h.insert(k, std::to_string(k));
    for (number k = 0; k < some; ++k) ASSERT_EQ(h.find(k), std::to_string(k));
    for (number k = 0; k < some; ++k) h.erase(k);
    h.safepoint();
  }
  model::epoch::collect();
  EXPECT_EQ(model::epoch::pending(), 0u);
}

TEST(line_map, handles_of_several_maps_live_on_one_thread) {
  numbers a(1), b(1);
  numbers::handle x(a), y(b), z(a);
  for (number k = 0; k < some; ++k) {
    ASSERT_TRUE(x.insert(k, k));
    ASSERT_TRUE(y.insert(k, k + 1));
    x.safepoint();
    ASSERT_EQ(z.find(k), std::optional(k));
    ASSERT_FALSE(z.insert(k, 0));
    if (k % 3 == 0) {
      ASSERT_TRUE(z.erase(k));
    }
  }
  EXPECT_EQ(a.size(), some - (some + 2) / 3);
  EXPECT_EQ(b.size(), some);
}

TEST(line_map, takes_words_of_all_sizes) {
  const auto check = [](auto map) {
    using M = typename decltype(map)::element_type;
    typename M::handle h(*map);
    using K = typename M::key_type;
    using V = typename M::mapped_type;
    for (int k = 0; k < 200; ++k) ASSERT_TRUE(h.insert(static_cast<K>(k), static_cast<V>(k / 2)));
    for (int k = 0; k < 200; ++k) ASSERT_EQ(h.find(static_cast<K>(k)), static_cast<V>(k / 2));
    for (int k = 0; k < 200; ++k) ASSERT_TRUE(h.erase(static_cast<K>(k)));
  };
  check(std::make_unique<model::line_map<std::uint32_t, std::uint32_t>>(1));
  check(std::make_unique<model::line_map<std::uint8_t, number>>(1));
  check(std::make_unique<model::line_map<number, std::uint16_t>>(1));
}

TEST(line_set, keeps_words_and_strings_and_walks) {
  model::line_set<number> small(1);
  model::line_set<std::string> large(1);
  decltype(small)::handle s(small);
  decltype(large)::handle l(large);
  for (number k = 0; k < some; ++k) {
    ASSERT_TRUE(s.insert(k));
    ASSERT_FALSE(s.insert(k));
    ASSERT_TRUE(l.insert("number " + std::to_string(k)));
  }
  number sum = 0, length = 0;
  s.for_each([&](const number& k) { sum += k; });
  l.for_each([&](const std::string& k) { length += k.size(); });
  EXPECT_EQ(sum, some * (some - 1) / 2);
  EXPECT_GT(length, some * 8);
  for (number k = 0; k < some; k += 2) {
    ASSERT_TRUE(s.erase(k));
    ASSERT_TRUE(l.erase("number " + std::to_string(k)));
    ASSERT_TRUE(s.contains(k + 1));
    ASSERT_FALSE(l.contains("number " + std::to_string(k)));
  }
  EXPECT_EQ(small.size(), some / 2);
  EXPECT_EQ(large.size(), some / 2);
  model::line_set<number> known(20000);
  EXPECT_LT(static_cast<double>(known.table_bytes()) / 20000, 20.3);
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
