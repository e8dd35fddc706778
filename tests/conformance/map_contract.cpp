// Every map does what the concept says: alone against a model, and on many threads.
#include "dictionary_fixture.hpp"

#include <suites/containers/designs.hpp>

#include <gtest/gtest.h>

namespace contend {
namespace {

using key = std::uint64_t;
using listed = dictionaries_under_test::chosen<suites::maps<key, std::uint64_t>>;

template <class M>
class map_contract : public dictionary_test<M> {};
TYPED_TEST_SUITE(map_contract, listed::all, by_name);

TYPED_TEST(map_contract, answers_as_a_model_does) { this->expect(answers_as_a_model_does); }
TYPED_TEST(map_contract, keeps_private_keys_apart) { this->expect(keeps_private_keys_apart); }
TYPED_TEST(map_contract, lets_one_thread_win_each_key) {
  this->expect(lets_one_thread_win_each_key);
}
TYPED_TEST(map_contract, loses_nothing_while_it_grows) {
  this->expect(loses_nothing_while_it_grows);
}
TYPED_TEST(map_contract, upserts_exactly) {
  if (!upserting_map<TypeParam>) GTEST_SKIP() << "no upsert";
  this->expect(upserts_exactly);
}
TYPED_TEST(map_contract, walks_beside_writers) {
  if (TypeParam::traits.walk < walk_guarantee::weak) GTEST_SKIP() << "walks alone, or not";
  this->expect(walks_beside_writers);
}
TYPED_TEST(map_contract, serves_short_lived_threads) { this->expect(serves_short_lived_threads); }

TYPED_TEST(map_contract, offers_the_walk_that_it_promises) {
  EXPECT_EQ(walkable_map<TypeParam>, TypeParam::traits.walk != walk_guarantee::none);
}

}  // namespace
}  // namespace contend
