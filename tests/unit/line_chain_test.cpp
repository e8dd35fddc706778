// A bucket of line_map: no reader is told a lie, whatever happens between two of its looks. All on
// one thread: what others would do is done where the rules let a test step in.
#include <contend/core/rng.hpp>
#include <contend/model/dict/line_chain.hpp>
#include <contend/model/dict/line_table.hpp>
#include <contend/model/reclaim/qsbr.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace contend::model {
namespace {

using line_type = line<std::uint64_t, std::uint64_t>;

struct stepping_rules : line_rules {
  static void after_first_look() noexcept { step_in(looked); }
  static void after_match() noexcept { step_in(matched); }
  static void within_a_move() noexcept { step_in(moving); }

  static void step_in(std::function<void()>& what) {
    if (what) std::exchange(what, nullptr)();
  }
  static inline std::function<void()> looked, matched, moving;
};
struct looking_once : stepping_rules {
  static constexpr bool looks_again = false;
};
struct hiding_first : stepping_rules {
  static constexpr bool shows_before_hiding = false;
};

template <class Rules>
class bucket {
  using chain = line_chain<line_type, Rules>;

 public:
  void insert(std::uint64_t k, std::uint64_t v) {
    typename chain::lock held(_head, _head.state.load(memory_order_relaxed));
    EXPECT_TRUE(chain::add(held, _head, _pool, 0, k, [&] { return v; }));
  }
  void erase(std::uint64_t k) {
    typename chain::sight at;
    EXPECT_TRUE(chain::look(_head, k, any, at));
    ASSERT_NE(at.at, nullptr);
    typename chain::lock held(_head, at.seen);
    chain::remove(held, _head, _pool, 0, *at.at, at.slot);
  }
  /// What one attempt finds; `changed` if it must be repeated.
  struct answer {
    bool changed;
    std::optional<std::uint64_t> value;
  };
  answer find(std::uint64_t k) {
    typename chain::sight at;
    const bool right = chain::look(_head, k, any, at);
    return {!right, at.at != nullptr ? std::optional(at.content) : std::nullopt};
  }
  std::map<std::uint64_t, std::uint64_t> all() {
    std::map<std::uint64_t, std::uint64_t> found;
    chain::copy(
        _head, [&] { found.clear(); }, [&](auto k, auto v) { found.emplace(k, v); });
    return found;
  }
  line_type& head() { return _head; }

 private:
  static bool any(const std::uint64_t&) { return true; }
  line_type _head;
  line_array<line_type> _lines{64};
  line_pool<line_type> _pool{_lines.begin(), _lines.end()};
};

template <class Rules>
void expect_value_of_another_key(bool expected) {
  bucket<Rules> b;
  b.insert(1, 100);
  Rules::matched = [&] {
    b.erase(1);
    b.insert(2, 200);  // in the same slot
  };
  const auto found = b.find(1);
  EXPECT_EQ(!found.changed && found.value == std::optional<std::uint64_t>(200), expected);
}
TEST(line_chain, a_slot_in_its_second_life_is_not_taken_for_its_first) {
  expect_value_of_another_key<stepping_rules>(false);
}
TEST(line_chain, mutant_that_looks_once_is_seen_to_mix_keys_and_values) {
  expect_value_of_another_key<looking_once>(true);
}

template <class Rules>
void expect_miss_of_what_moves_up(bool expected) {
  bucket<Rules> b;
  for (std::uint64_t k = 1; k <= 4; ++k) b.insert(k, 10 * k);
  bool missed = false;
  Rules::moving = [&] {
    const auto found = b.find(4);
    missed = !found.changed && !found.value;
  };
  b.erase(1);
  EXPECT_EQ(missed, expected);
  EXPECT_EQ(b.find(4).value, std::optional<std::uint64_t>(40));
}
TEST(line_chain, what_moves_up_is_never_missed) {
  expect_miss_of_what_moves_up<stepping_rules>(false);
}
TEST(line_chain, mutant_that_hides_before_it_shows_is_seen_to_miss_a_key) {
  expect_miss_of_what_moves_up<hiding_first>(true);
}

TEST(line_chain, a_reader_is_sent_round_by_insertions_and_erasures_and_by_nothing_else) {
  bucket<stepping_rules> b;
  b.insert(1, 100);
  stepping_rules::looked = [&] { b.insert(2, 200); };
  EXPECT_TRUE(b.find(3).changed);
  stepping_rules::looked = [&] { b.erase(2); };
  EXPECT_TRUE(b.find(1).changed);
  // A lock is no reason, taken and given back at any time; nor is an update.
  std::optional<line_lock<line_type>> held;
  stepping_rules::looked = [&] { held.emplace(b.head(), b.head().state.load()); };
  EXPECT_FALSE(b.find(3).changed);
  stepping_rules::looked = [&] { b.head().contents.put(0, 101); };
  auto found = b.find(1);
  EXPECT_FALSE(found.changed);
  EXPECT_EQ(found.value, std::optional<std::uint64_t>(101));
  stepping_rules::looked = [&] { held.reset(); };
  EXPECT_FALSE(b.find(1).changed);
}

TEST(line_chain, gives_lines_back_and_keeps_what_is_there) {
  bucket<line_rules> b;
  std::map<std::uint64_t, std::uint64_t> model;
  rng random(1);
  // At most 20 keys at once: 7 lines; 64 would soon be used up if any were lost.
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t k = random.below(20);
    if (model.erase(k) != 0) {
      b.erase(k);
    } else {
      b.insert(k, static_cast<std::uint64_t>(i));
      model.emplace(k, i);
    }
    ASSERT_EQ(b.all(), model) << "at operation " << i;
    const auto found = b.find(k);
    ASSERT_EQ(found.value.has_value(), model.contains(k)) << "at operation " << i;
  }
}

TEST(line_pool, has_each_line_once_and_takes_more) {
  line_array<line_type> lines(20);
  line_pool<line_type> pool(lines.begin(), lines.end());
  std::map<line_type*, int> taken;
  while (line_type* const l = pool.take(3)) ++taken[l];
  EXPECT_EQ(taken.size(), 20u);
  pool.put(5, *lines.begin());
  EXPECT_EQ(pool.take(0), lines.begin());
  EXPECT_EQ(pool.take(0), nullptr);
  pool.extend(1, 3);
  for (int i = 0; i < 3; ++i) {
    line_type* const l = pool.take(0);
    ASSERT_NE(l, nullptr);
    EXPECT_FALSE(taken.contains(l));
  }
  EXPECT_EQ(pool.take(0), nullptr);
}

TEST(line_table, shares_out_the_hashes_in_order) {
  for (const std::size_t count : {1, 16, 17, 1000, 5556}) {
    const line_table<line_type, qsbr> t(count);
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_EQ(t.index(t.first_hash(i)), i);
      ASSERT_EQ(t.index(t.last_hash(i)), i);
      ASSERT_EQ(t.first_hash(i), i == 0 ? 0 : t.last_hash(i - 1) + 1);
    }
    EXPECT_EQ(t.last_hash(count - 1), ~std::uint64_t{0});
  }
}

TEST(line_table, gives_out_each_line_once) {
  line_table<line_type, qsbr> t(100);
  std::size_t next = 0;
  for (const std::size_t last : {32, 64, 96, 100}) {
    const auto share = t.take_share(32);
    EXPECT_EQ(share.first, next);
    EXPECT_EQ(share.last, last);
    EXPECT_EQ(t.moved(share), last == 100);
    next = last;
  }
  const auto none = t.take_share(32);
  EXPECT_EQ(none.first, none.last);
  EXPECT_FALSE(t.moved(none));
}

}  // namespace
}  // namespace contend::model
