// Maps and sets of other types than numbers: keys and values that own memory, and keys by which
// lookups show that they run beside each other.
#include "dictionary_fixture.hpp"

#include <suites/containers/designs.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>

namespace contend {

namespace {

/// Owns memory, and is counted: each copy is destroyed once.
class owner {
 public:
  explicit owner(std::uint64_t n) : _n(std::make_unique<std::uint64_t>(n)) { ++alive; }
  owner(const owner& other) : owner(*other._n) {}
  owner& operator=(const owner& other) {
    *_n = *other._n;
    return *this;
  }
  ~owner() { --alive; }
  explicit operator std::uint64_t() const { return *_n; }

  static inline std::atomic<std::int64_t> alive{0};

 private:
  std::unique_ptr<std::uint64_t> _n;
};

using string_maps = dictionaries_under_test::chosen<suites::maps<std::string, owner>>;
using string_sets = dictionaries_under_test::chosen<suites::sets<std::string>>;

template <class M>
class string_map_contract : public dictionary_test<M> {};
TYPED_TEST_SUITE(string_map_contract, string_maps::all, by_name);

TYPED_TEST(string_map_contract, keeps_private_keys_apart) {
  this->expect(keeps_private_keys_apart);
  EXPECT_EQ(owner::alive, 0);
}
TYPED_TEST(string_map_contract, upserts_exactly) {
  if (!upserting_map<TypeParam>) GTEST_SKIP() << "no upsert";
  this->expect(upserts_exactly);
  EXPECT_EQ(owner::alive, 0);
}

template <class S>
class string_set_contract : public dictionary_test<S> {};
TYPED_TEST_SUITE(string_set_contract, string_sets::all, by_name);

TYPED_TEST(string_set_contract, keeps_private_keys_apart) {
  this->expect(keeps_private_keys_apart);
}

using meeting_maps = dictionaries_under_test::chosen<suites::maps<meeting_key, std::uint64_t>>;
using meeting_sets = dictionaries_under_test::chosen<suites::sets<meeting_key>>;

// Long enough for the slowest of machines: who makes them wait for each other fails.
constexpr std::chrono::seconds patience{100};

template <class M>
class map_lookups : public dictionary_test<M> {};
TYPED_TEST_SUITE(map_lookups, meeting_maps::together, by_name);
TYPED_TEST(map_lookups, run_beside_each_other) {
  EXPECT_EQ(lookups_meet(dictionary_thunk<TypeParam>::subject(), patience), "");
}

template <class S>
class set_lookups : public dictionary_test<S> {};
TYPED_TEST_SUITE(set_lookups, meeting_sets::together, by_name);
TYPED_TEST(set_lookups, run_beside_each_other) {
  EXPECT_EQ(lookups_meet(dictionary_thunk<TypeParam>::subject(), patience), "");
}

}  // namespace
}  // namespace contend
