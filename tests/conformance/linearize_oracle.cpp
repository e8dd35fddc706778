// Bugs that only a history shows: the loads' own oracles, which add up what went in and came out,
// pass the same containers.
#include "drive.hpp"
#include "said.hpp"

#include <contend/adapter/map/mutex_unordered_map.hpp>
#include <contend/adapter/set/mutex_unordered_set.hpp>
#include <suites/buffers/pairs.hpp>
#include <suites/containers/map_mix.hpp>
#include <suites/linearize/map.hpp>
#include <suites/linearize/queue.hpp>
#include <suites/linearize/set.hpp>

#include <gtest/gtest.h>

#include <deque>
#include <mutex>
#include <unordered_map>

namespace contend {
namespace {

using suites::item;
using suites::key;

/// Every handle has a copy of what it found so far, and answers every fourth find from it: what it
/// says was true once. Updates go to the map.
template <bool Bug>
class stale_map {
  using good_map = adapter::mutex_unordered_map<key, std::uint64_t>;

 public:
  using key_type = key;
  using mapped_type = std::uint64_t;
  static constexpr subject_info info{.name = "stale"};
  static constexpr dictionary_info traits{};

  explicit stale_map(std::size_t n) : _good(n) {}

  class handle {
   public:
    explicit handle(stale_map& m) : _good(m._good) {}

    std::optional<std::uint64_t> find(key k) {
      if (Bug && ++_finds % 4 == 0) {
        const auto [at, fresh] = _found.try_emplace(k);
        if (fresh) at->second = _good.find(k);
        return at->second;
      }
      return _good.find(k);
    }
    bool insert(key k, std::uint64_t v) { return _good.insert(k, v); }
    bool erase(key k) { return _good.erase(k); }
    bool update(key k, std::uint64_t v) { return _good.update(k, v); }

   private:
    good_map::handle _good;
    std::unordered_map<key, std::optional<std::uint64_t>> _found;
    unsigned _finds = 0;
  };

  [[nodiscard]] std::size_t size() const { return _good.size(); }

 private:
  good_map _good;
};

TEST(linearize_oracle, a_stale_read_passes_every_sum_and_fails_its_history) {
  const parameter_list half_read{{"size", "64"}, {"skew", "0"}, {"read", "50"}};
  for (const unsigned threads : {1u, 4u}) {
    const auto sums = drive<suites::map_mix<stale_map<true>>>(threads, 2000, half_read);
    EXPECT_FALSE(sums.wrong) << *sums.wrong;
    const auto history = drive<suites::recorded_map<stale_map<true>>>(threads, 2000, {});
    expect_complains(history.wrong, "not linearizable: no order explains what key");
    expect_complains(history.wrong, "find");
    expect_complains(history.wrong, "(seed 1)");
    EXPECT_EQ(value_of(history.metrics, "checked_operations"), threads * 2000);
  }
}

TEST(linearize_oracle, the_same_map_without_the_copy_passes) {
  const auto history = drive<suites::recorded_map<stale_map<false>>>(4, 2000, {});
  EXPECT_FALSE(history.wrong) << *history.wrong;
  EXPECT_EQ(value_of(history.metrics, "undecided_parts"), 0);
  EXPECT_EQ(value_of(history.metrics, "proven"), 1);
  EXPECT_GT(value_of(history.metrics, "checked_parts"), 4);
  EXPECT_GT(value_of(history.metrics, "longest_part"), 100);
  EXPECT_GT(value_of(history.metrics, "states_visited"), 100);
}

/// An insertion says yes every eighth time though the key is there; nothing is lost by it.
class eager_set {
  using good_set = adapter::mutex_unordered_set<key>;

 public:
  using key_type = key;
  static constexpr subject_info info{.name = "eager"};
  static constexpr dictionary_info traits{};

  explicit eager_set(std::size_t n) : _good(n) {}

  class handle {
   public:
    explicit handle(eager_set& s) : _good(s._good) {}
    bool contains(key k) { return _good.contains(k); }
    bool insert(key k) { return _good.insert(k) || ++_calls % 8 == 0; }
    bool erase(key k) { return _good.erase(k); }

   private:
    good_set::handle _good;
    unsigned _calls = 0;
  };

  [[nodiscard]] std::size_t size() const { return _good.size(); }

 private:
  good_set _good;
};

TEST(linearize_oracle, a_set_is_held_to_its_answers) {
  expect_complains(drive<suites::recorded_set<eager_set>>(4, 2000, {}).wrong, "insert");
  using good = adapter::mutex_unordered_set<key>;
  EXPECT_FALSE(drive<suites::recorded_set<good>>(4, 2000, {}).wrong);
}

enum class bug { none, says_empty, skips_the_line, loses };

/// A queue under a lock. `skips_the_line`: the second item comes out first where another thread
/// pushed it, so that each producer's items stay in order.
template <bug Bug, order_guarantee Order = order_guarantee::fifo, unsigned Slack = 0>
class bad_queue {
 public:
  using value_type = item;
  static constexpr subject_info info{.name = "bad"};
  static constexpr buffer_info traits{
      .order = Order, .bounded = true, .slack = Slack, .exact_empty = true, .exact_full = true};

  explicit bad_queue(const buffer_size& size) : _capacity(size.capacity) {}

  class handle {
   public:
    explicit handle(bad_queue& q) : _q(q) {}

    bool try_push(item v) {
      const std::lock_guard hold(_q._lock);
      if (_q._items.size() == _q._capacity) return false;
      if (Bug == bug::loses && ++_calls % 64 == 0) return true;
      _q._items.emplace_back(this, v);
      return true;
    }
    bool try_pop(item& v) {
      const std::lock_guard hold(_q._lock);
      auto& items = _q._items;
      if (items.empty() || (Bug == bug::says_empty && ++_calls % 8 == 0)) return false;
      const bool skip =
          Bug == bug::skips_the_line && items.size() > 1 && items[0].first != items[1].first;
      v = items[skip].second;
      items.erase(items.begin() + skip);
      return true;
    }

   private:
    bad_queue& _q;
    unsigned _calls = 0;
  };

 private:
  std::mutex _lock;
  std::size_t _capacity;
  std::deque<std::pair<const void*, item>> _items;
};

TEST(linearize_oracle, an_empty_that_is_not_passes_the_audit_and_fails_its_history) {
  using queue = bad_queue<bug::says_empty>;
  const auto audit = drive<suites::pairs<queue>>(4, 2000, {{"capacity", "32"}});
  EXPECT_FALSE(audit.wrong) << *audit.wrong;
  expect_complains(drive<suites::recorded_queue<queue>>(4, 2000, {}).wrong,
                   "a pop says empty, but");
}

TEST(linearize_oracle, a_queue_that_is_fifo_only_by_producer_must_say_so) {
  using queue = bad_queue<bug::skips_the_line>;
  const auto audit = drive<suites::pairs<queue>>(4, 2000, {{"capacity", "32"}});
  EXPECT_FALSE(audit.wrong) << *audit.wrong;
  expect_complains(drive<suites::recorded_queue<queue>>(4, 2000, {}).wrong, "went in after");
  using frank = bad_queue<bug::skips_the_line, order_guarantee::per_producer_fifo>;
  EXPECT_FALSE(drive<suites::recorded_queue<frank>>(4, 2000, {}).wrong);
}

TEST(linearize_oracle, what_never_comes_out_is_missed) {
  using queue = bad_queue<bug::loses>;
  EXPECT_TRUE(drive<suites::recorded_queue<queue>>(4, 2000, {}).wrong);
  using bag = bad_queue<bug::loses, order_guarantee::none>;
  EXPECT_TRUE(drive<suites::recorded_queue<bag>>(4, 2000, {}).wrong);
  EXPECT_FALSE(drive<suites::recorded_queue<bad_queue<bug::none>>>(4, 2000, {}).wrong);
}

}  // namespace
}  // namespace contend
