// Each check of maps and sets sees the bug that is planted for it, on every schedule.
#include "dictionary_fixture.hpp"

#include <contend/adapter/map/mutex_unordered_map.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <optional>

namespace contend {
namespace {

using key = std::uint64_t;

enum class bug {
  none,
  shares_keys,             // 2n is 2n + 1
  wins_twice,              // each insertion of key 3 succeeds
  loses_while_it_grows,    // the hundredth key, when the thousandth comes
  upsert_loses,            // one addition in a hundred
  walk_passes_over,        // the first, and key 5
  walk_comes_again,        // to key 5
  walk_of_no_instant,      // without key 200, whatever else is there
  forgets_with_its_handle  // what was inserted last
};

template <bug Bug>
class bad_map {
  using good_map = adapter::mutex_unordered_map<key, std::uint64_t>;

 public:
  using key_type = key;
  using mapped_type = std::uint64_t;
  static constexpr subject_info info{.name = "bad"};
  static constexpr dictionary_info traits{.walk = walk_guarantee::snapshot};

  explicit bad_map(std::size_t n) : _good(n) {}

  class handle {
   public:
    explicit handle(bad_map& owner) : _good(owner._good) {}
    ~handle() {
      if (Bug == bug::forgets_with_its_handle && _last) _good.erase(*_last);
    }
    handle(const handle&) = delete;
    handle& operator=(const handle&) = delete;

    std::optional<std::uint64_t> find(key k) { return _good.find(taken_for(k)); }
    bool insert(key k, std::uint64_t v) {
      if (Bug == bug::loses_while_it_grows && k == 1000) _good.erase(100);
      _last = k;
      return _good.insert(taken_for(k), v) || (Bug == bug::wins_twice && k == 3);
    }
    bool erase(key k) { return _good.erase(taken_for(k)); }
    bool update(key k, std::uint64_t v) { return _good.update(taken_for(k), v); }
    template <class Change>
    bool upsert(key k, std::uint64_t v, Change&& change) {
      if (Bug == bug::upsert_loses && ++_upserts % 100 == 0) return false;
      return _good.upsert(taken_for(k), v, change);
    }
    template <class Visit>
    void for_each(Visit&& visit) {
      bool first = true;
      _good.for_each([&](key k, std::uint64_t v) {
        if (Bug == bug::walk_passes_over && (first || k == 5)) {
          first = false;
          return;
        }
        if (Bug == bug::walk_of_no_instant && k == 200) return;
        visit(k, v);
        if (Bug == bug::walk_comes_again && k == 5) visit(k, v);
      });
    }

   private:
    static key taken_for(key k) { return Bug == bug::shares_keys ? k & ~key{1} : k; }

    good_map::handle _good;
    std::optional<key> _last;
    unsigned _upserts = 0;
  };

  [[nodiscard]] std::size_t size() const { return _good.size(); }

 private:
  good_map _good;
};

template <bug Bug>
std::string of(dictionary_check* check) {
  return check(dictionary_thunk<bad_map<Bug>>::subject());
}

TEST(dictionary_planted, passes_the_wrapper_without_a_bug) {
  for (const auto check : {answers_as_a_model_does, keeps_private_keys_apart,
                           lets_one_thread_win_each_key, loses_nothing_while_it_grows,
                           upserts_exactly, walks_beside_writers, serves_short_lived_threads}) {
    EXPECT_EQ(of<bug::none>(check), "");
  }
}
TEST(dictionary_planted, sees_keys_that_are_taken_for_each_other) {
  EXPECT_NE(of<bug::shares_keys>(answers_as_a_model_does), "");
  EXPECT_NE(of<bug::shares_keys>(keeps_private_keys_apart), "");
}
TEST(dictionary_planted, sees_a_second_winner) {
  EXPECT_EQ(of<bug::wins_twice>(lets_one_thread_win_each_key), "2003 insertions of 2000 keys");
}
TEST(dictionary_planted, sees_a_loss_while_it_grows) {
  EXPECT_NE(of<bug::loses_while_it_grows>(loses_nothing_while_it_grows), "");
}
TEST(dictionary_planted, sees_a_lost_upsert) {
  EXPECT_NE(of<bug::upsert_loses>(upserts_exactly).find("sum of key"), std::string::npos);
}
TEST(dictionary_planted, sees_a_walk_that_passes_over) {
  EXPECT_EQ(of<bug::walk_passes_over>(answers_as_a_model_does), "a walk sees something else");
  EXPECT_NE(of<bug::walk_passes_over>(walks_beside_writers).find("no visit"), std::string::npos);
}
TEST(dictionary_planted, sees_a_walk_that_comes_again) {
  EXPECT_EQ(of<bug::walk_comes_again>(walks_beside_writers), "a second visit of key 5");
}
TEST(dictionary_planted, sees_a_snapshot_of_no_instant) {
  EXPECT_EQ(of<bug::walk_of_no_instant>(walks_beside_writers), "a snapshot of no instant");
}
TEST(dictionary_planted, sees_what_goes_with_a_handle) {
  EXPECT_NE(of<bug::forgets_with_its_handle>(serves_short_lived_threads), "");
}
TEST(dictionary_planted, sees_lookups_that_exclude_each_other) {
  using excluding = adapter::mutex_unordered_map<meeting_key, std::uint64_t>;
  EXPECT_NE(lookups_meet(dictionary_thunk<excluding>::subject(), std::chrono::milliseconds(100)),
            "");
}

}  // namespace
}  // namespace contend
