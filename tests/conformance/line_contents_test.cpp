// What the line map and set can hold: words of all sizes, and in boxes all else; under epochs, too.
#include "line_fixture.hpp"

#include <contend/core/rng.hpp>
#include <contend/model/dict/line_set.hpp>
#include <contend/model/reclaim/epoch.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace contend {
namespace {

using namespace line_tests;

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

}  // namespace
}  // namespace contend
