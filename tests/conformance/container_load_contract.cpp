// The loads on maps and sets keep their accounts, over designs of each kind; the stress run has
// all.
#include "drive.hpp"

#include <contend/adapter/map/mutex_unordered_map.hpp>
#include <contend/adapter/map/striped_unordered_map.hpp>
#include <contend/adapter/map/tbb_concurrent_hash_map.hpp>
#include <contend/adapter/set/mutex_unordered_set.hpp>
#include <contend/adapter/set/striped_unordered_set.hpp>
#include <contend/adapter/set/tbb_insert_only_set.hpp>
#include <suites/containers/map_mix.hpp>
#include <suites/containers/set_intern.hpp>
#include <suites/containers/set_mix.hpp>

#include <gtest/gtest.h>

#include <map>

namespace contend {
namespace {

using suites::key;

template <class M>
class map_load : public testing::Test {};
using maps = testing::Types<adapter::mutex_unordered_map<key, std::uint64_t>,
                            adapter::striped_unordered_map<key, std::uint64_t>,
                            adapter::tbb_concurrent_hash_map<key, std::uint64_t>>;
TYPED_TEST_SUITE(map_load, maps, by_name);

TYPED_TEST(map_load, keeps_its_account_under_load) {
  using W = suites::map_mix<TypeParam>;
  for (unsigned threads : {1u, 4u}) {
    for (const char* read : {"0", "50", "100"}) {
      for (const char* skew : {"0", "0.99"}) {
        const auto r = drive<W>(threads, 4000, {{"read", read}, {"skew", skew}, {"size", "500"}});
        EXPECT_EQ(r.wrong, std::nullopt) << *r.wrong;
        EXPECT_EQ(r.total, tally::all(4000u * threads));
      }
    }
  }
}

TYPED_TEST(map_load, gets_the_mix_that_was_asked_for) {
  using W = suites::map_mix<TypeParam>;
  const auto r = drive<W>(2, 40000, {{"read", "50"}, {"skew", "0.99"}, {"size", "1000"}});
  std::map<std::string, double> got;
  for (const metric& m : r.metrics) got[m.name] = m.value;
  EXPECT_NEAR(got.at("hit_share"), 0.5, 0.15);
  EXPECT_NEAR(got.at("effective_update_share"), 0.5, 0.05);
  EXPECT_NEAR(got.at("top1_share"), zipf(2000, 0.99).share(1), 0.02);
}

template <class W>
void expect_balanced() {
  for (unsigned threads : {1u, 4u}) {
    for (const char* skew : {"0", "0.99"}) {
      const auto r = drive<W>(threads, 4000, {{"read", "50"}, {"skew", skew}, {"size", "500"}});
      EXPECT_EQ(r.wrong, std::nullopt) << *r.wrong;
      EXPECT_EQ(r.total, tally::all(4000u * threads));
    }
  }
}

template <class S>
class set_load : public testing::Test {};
using sets = testing::Types<adapter::mutex_unordered_set<key>, adapter::striped_unordered_set<key>,
                            adapter::tbb_concurrent_unordered_set<key>>;
TYPED_TEST_SUITE(set_load, sets, by_name);

TYPED_TEST(set_load, keeps_its_account_while_it_only_learns) {
  expect_balanced<suites::set_intern<TypeParam>>();
}

TYPED_TEST(set_load, keeps_its_account_under_a_mix) {
  if constexpr (TypeParam::traits.concurrent_erase) {
    expect_balanced<suites::set_mix<TypeParam>>();
  } else {
    GTEST_SKIP() << "its erase may not run beside other operations";
  }
}

TEST(key_space, refuses_what_makes_no_sense) {
  const auto build = [](parameter_list list) {
    (void)suites::key_space({.params = parameters(std::move(list))});
  };
  EXPECT_THROW(build({{"read", "101"}, {"skew", "0"}, {"size", "10"}}), std::invalid_argument);
  EXPECT_THROW(build({{"read", "-1"}, {"skew", "0"}, {"size", "10"}}), std::invalid_argument);
  EXPECT_THROW(build({{"read", "50"}, {"skew", "1"}, {"size", "10"}}), std::invalid_argument);
  EXPECT_THROW(build({{"read", "50"}, {"skew", "0"}, {"size", "0"}}), std::invalid_argument);
}

TEST(key_space, reads_as_often_as_asked) {
  const auto space = [](const char* read) {
    return suites::key_space(
        {.params = parameters(parameter_list{{"read", read}, {"skew", "0"}, {"size", "10"}})});
  };
  EXPECT_TRUE(space("100").reads(~std::uint64_t{0}));
  EXPECT_FALSE(space("0").reads(0));
  rng random(1);
  unsigned reads = 0;
  for (int i = 0; i < 100000; ++i) reads += space("90").reads(random());
  EXPECT_NEAR(reads, 90000, 500);
}

}  // namespace
}  // namespace contend
