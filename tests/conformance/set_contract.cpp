// Every set does what the concept says: alone against a model, and on many threads.
#include "dictionary_fixture.hpp"

#include <suites/containers/designs.hpp>

#include <gtest/gtest.h>

namespace contend {
namespace {

using key = std::uint64_t;
using listed = dictionaries_under_test::chosen<suites::sets<key>>;

template <class S>
class set_contract : public dictionary_test<S> {};
TYPED_TEST_SUITE(set_contract, listed::all, by_name);

TYPED_TEST(set_contract, answers_as_a_model_does) { this->expect(answers_as_a_model_does); }
TYPED_TEST(set_contract, keeps_private_keys_apart) { this->expect(keeps_private_keys_apart); }
TYPED_TEST(set_contract, lets_one_thread_win_each_key) {
  this->expect(lets_one_thread_win_each_key);
}
TYPED_TEST(set_contract, loses_nothing_while_it_grows) {
  this->expect(loses_nothing_while_it_grows);
}
TYPED_TEST(set_contract, walks_beside_writers) {
  if (TypeParam::traits.walk < walk_guarantee::weak) GTEST_SKIP() << "walks alone, or not";
  this->expect(walks_beside_writers);
}
TYPED_TEST(set_contract, serves_short_lived_threads) { this->expect(serves_short_lived_threads); }

TYPED_TEST(set_contract, offers_the_walk_that_it_promises) {
  EXPECT_EQ(walkable_set<TypeParam>, TypeParam::traits.walk != walk_guarantee::none);
}

}  // namespace
}  // namespace contend
