// The oracle of the mixes on maps and sets sees what a bad container does.
#include "container_planted.hpp"
#include "drive.hpp"
#include "said.hpp"

#include <contend/model/refcount/atomic_count.hpp>
#include <suites/containers/map_mix.hpp>
#include <suites/containers/mix_cards.hpp>
#include <suites/containers/set_intern.hpp>
#include <suites/containers/set_mix.hpp>

#include <gtest/gtest.h>

namespace contend {
namespace {

using planted::bad_map;
using planted::bad_set;
using planted::bug;

parameter_list mixed(const char* keys = "scattered") {
  return {{"read", "50"}, {"skew", "0.5"}, {"size", "500"}, {"keys", keys}};
}

template <class W>
complaint of(const char* keys = "scattered") {
  return drive<W>(4, 4000, mixed(keys)).wrong;
}

/// A map_mix whose writes are updates of private keys.
template <bug Bug>
class updates : public suites::map_mix<bad_map<Bug>> {
 public:
  explicit updates(const setting& s) : suites::map_mix<bad_map<Bug>>(s, suites::only_updates) {}
};

TEST(map_oracle, passes_the_wrapper_without_a_bug) {
  for (const char* keys : {"scattered", "adjacent", "hot", "private", "overlapping", "handed"}) {
    EXPECT_EQ(of<suites::map_mix<bad_map<bug::none>>>(keys), std::nullopt) << keys;
    EXPECT_EQ(of<suites::set_mix<bad_set<bug::none>>>(keys), std::nullopt) << keys;
  }
  EXPECT_EQ(of<updates<bug::none>>("private"), std::nullopt);
}
TEST(map_oracle, sees_a_lost_insertion) {
  expect_complains(of<suites::map_mix<bad_map<bug::loses_insert>>>(), "should be there");
}
TEST(map_oracle, sees_an_erasure_that_did_nothing) {
  expect_complains(of<suites::map_mix<bad_map<bug::keeps_erased>>>(), "should be there");
}
TEST(map_oracle, sees_another_key_erased) {
  expect_complains(of<suites::map_mix<bad_map<bug::erases_neighbour>>>(), "but not the same");
}
TEST(map_oracle, sees_a_wrong_value) {
  expect_complains(of<suites::map_mix<bad_map<bug::mixes_values>>>(), "another key's value");
}
TEST(map_oracle, sees_a_wrong_size) {
  expect_complains(of<suites::map_mix<bad_map<bug::miscounts>>>(), "size() says");
}
TEST(map_oracle, sees_what_is_lost_where_all_fight_over_one_key) {
  expect_complains(of<suites::map_mix<bad_map<bug::loses_insert>>>("hot"), "should be there");
  expect_complains(of<suites::set_mix<bad_set<bug::keeps_erased>>>("hot"), "should be there");
}
TEST(map_oracle, sees_what_is_lost_where_another_one_erases) {
  expect_complains(of<suites::map_mix<bad_map<bug::keeps_erased>>>("handed"), "should be there");
}

// On keys that are shared each of these may be another's doing.
TEST(map_oracle, knows_every_answer_about_a_private_key) {
  expect_complains(of<suites::map_mix<bad_map<bug::misses_present>>>("private"), "private key");
  expect_complains(of<suites::map_mix<bad_map<bug::puts_twice>>>("private"), "private key");
  expect_complains(of<suites::map_mix<bad_map<bug::loses_insert>>>("private"), "private key");
  expect_complains(of<updates<bug::loses_update>>("private"), "private key");
  expect_complains(of<suites::set_mix<bad_set<bug::misses_present>>>("private"), "private key");
}

using objects = suites::counted_objects<model::atomic_count>;
template <bug Bug>
using object_map = bad_map<Bug, objects::mapped_type, walk_guarantee::snapshot, objects::key_type>;

TEST(map_oracle, keeps_a_ledger_of_counted_objects) {
  EXPECT_EQ((of<suites::map_mix<object_map<bug::none>, objects>>()), std::nullopt);
  expect_complains(of<suites::map_mix<object_map<bug::keeps_a_value>, objects>>(), "ledger");
  expect_complains(of<suites::map_mix<object_map<bug::loses_insert>, objects>>(),
                   "should be there");
}

TEST(set_oracle, passes_the_wrapper_without_a_bug) {
  EXPECT_EQ(of<suites::set_intern<bad_set<bug::none>>>(), std::nullopt);
}
TEST(set_oracle, sees_a_lost_insertion) {
  expect_complains(of<suites::set_mix<bad_set<bug::loses_insert>>>(), "should be there");
  expect_complains(of<suites::set_intern<bad_set<bug::loses_insert>>>(), "should be there");
}
TEST(set_oracle, sees_an_erasure_that_did_nothing) {
  expect_complains(of<suites::set_mix<bad_set<bug::keeps_erased>>>(), "should be there");
}
TEST(set_oracle, sees_another_key_erased) {
  expect_complains(of<suites::set_mix<bad_set<bug::erases_neighbour>>>(), "but not the same");
}
TEST(set_oracle, sees_a_wrong_size) {
  expect_complains(of<suites::set_mix<bad_set<bug::miscounts>>>(), "size() says");
}

}  // namespace
}  // namespace contend
