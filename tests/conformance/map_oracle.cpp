// The oracle of the loads on maps and sets sees what a bad container does.
#include "drive.hpp"

#include <contend/adapter/map/striped_unordered_map.hpp>
#include <contend/adapter/set/striped_unordered_set.hpp>
#include <suites/containers/map_mix.hpp>
#include <suites/containers/set_intern.hpp>
#include <suites/containers/set_mix.hpp>

#include <gtest/gtest.h>

namespace contend {
namespace {

using suites::key;

enum class bug { none, loses_insert, keeps_erased, erases_neighbour, mixes_values, miscounts };

/// Says true once in fifty calls of one thread.
bool now() {
  thread_local unsigned calls = 0;
  return ++calls % 50 == 0;
}

template <bug Bug>
class bad_map {
  using good_map = adapter::striped_unordered_map<key, std::uint64_t>;

 public:
  using key_type = key;
  using mapped_type = std::uint64_t;
  static constexpr subject_info info{.name = "bad"};
  static constexpr dictionary_info traits{};

  explicit bad_map(std::size_t n) : _good(n) {}

  class handle {
   public:
    explicit handle(bad_map& m) : _good(m._good) {}

    std::optional<std::uint64_t> find(key k) { return _good.find(k); }
    bool insert(key k, std::uint64_t v) {
      if (Bug == bug::mixes_values && now()) v ^= 1;
      if (Bug == bug::loses_insert && now()) return !_good.find(k).has_value();
      return _good.insert(k, v);
    }
    bool erase(key k) {
      if (Bug == bug::keeps_erased && now()) return _good.find(k).has_value();
      // As many as should be, but not the same.
      if (Bug == bug::erases_neighbour && now() && _good.find(k) && _good.erase(k ^ 1)) return true;
      return _good.erase(k);
    }
    bool update(key k, std::uint64_t v) { return _good.update(k, v); }

   private:
    good_map::handle _good;
  };

  [[nodiscard]] std::size_t size() const { return _good.size() + (Bug == bug::miscounts); }

 private:
  good_map _good;
};

template <bug Bug>
class bad_set {
  using good_set = adapter::striped_unordered_set<key>;

 public:
  using key_type = key;
  static constexpr subject_info info{.name = "bad"};
  static constexpr dictionary_info traits{};

  explicit bad_set(std::size_t n) : _good(n) {}

  class handle {
   public:
    explicit handle(bad_set& s) : _good(s._good) {}

    bool contains(key k) { return _good.contains(k); }
    bool insert(key k) {
      if (Bug == bug::loses_insert && now()) return !_good.contains(k);
      return _good.insert(k);
    }
    bool erase(key k) {
      if (Bug == bug::keeps_erased && now()) return _good.contains(k);
      if (Bug == bug::erases_neighbour && now() && _good.contains(k) && _good.erase(k ^ 1)) {
        return true;
      }
      return _good.erase(k);
    }

   private:
    good_set::handle _good;
  };

  [[nodiscard]] std::size_t size() const { return _good.size() + (Bug == bug::miscounts); }

 private:
  good_set _good;
};

template <class W>
complaint of() {
  return drive<W>(4, 4000, {{"read", "50"}, {"skew", "0.5"}, {"size", "500"}}).wrong;
}

void expect_says(const complaint& wrong, const std::string& what) {
  ASSERT_TRUE(wrong.has_value()) << "the oracle saw nothing";
  EXPECT_NE(wrong->find(what), std::string::npos) << *wrong;
}

TEST(map_oracle, passes_the_wrapper_without_a_bug) {
  EXPECT_EQ(of<suites::map_mix<bad_map<bug::none>>>(), std::nullopt);
}
TEST(map_oracle, sees_a_lost_insertion) {
  expect_says(of<suites::map_mix<bad_map<bug::loses_insert>>>(), "should be there");
}
TEST(map_oracle, sees_an_erasure_that_did_nothing) {
  expect_says(of<suites::map_mix<bad_map<bug::keeps_erased>>>(), "should be there");
}
TEST(map_oracle, sees_another_key_erased) {
  expect_says(of<suites::map_mix<bad_map<bug::erases_neighbour>>>(), "but not the same");
}
TEST(map_oracle, sees_a_wrong_value) {
  expect_says(of<suites::map_mix<bad_map<bug::mixes_values>>>(), "another key's value");
}
TEST(map_oracle, sees_a_wrong_size) {
  expect_says(of<suites::map_mix<bad_map<bug::miscounts>>>(), "size() says");
}

TEST(set_oracle, passes_the_wrapper_without_a_bug) {
  EXPECT_EQ(of<suites::set_mix<bad_set<bug::none>>>(), std::nullopt);
  EXPECT_EQ(of<suites::set_intern<bad_set<bug::none>>>(), std::nullopt);
}
TEST(set_oracle, sees_a_lost_insertion) {
  expect_says(of<suites::set_mix<bad_set<bug::loses_insert>>>(), "should be there");
  expect_says(of<suites::set_intern<bad_set<bug::loses_insert>>>(), "should be there");
}
TEST(set_oracle, sees_an_erasure_that_did_nothing) {
  expect_says(of<suites::set_mix<bad_set<bug::keeps_erased>>>(), "should be there");
}
TEST(set_oracle, sees_another_key_erased) {
  expect_says(of<suites::set_mix<bad_set<bug::erases_neighbour>>>(), "but not the same");
}
TEST(set_oracle, sees_a_wrong_size) {
  expect_says(of<suites::set_mix<bad_set<bug::miscounts>>>(), "size() says");
}

}  // namespace
}  // namespace contend
