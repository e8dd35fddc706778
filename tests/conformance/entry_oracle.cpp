// The oracles of counters, defaults, walks and set algebra see what a bad container does.
#include "container_planted.hpp"
#include "drive.hpp"
#include "said.hpp"

#include <suites/containers/counters.hpp>
#include <suites/containers/set_algebra.hpp>
#include <suites/containers/setdefault.hpp>
#include <suites/containers/walk.hpp>

#include <gtest/gtest.h>

namespace contend {
namespace {

using planted::bad_map;
using planted::bad_set;
using planted::bug;

template <bug Bug>
complaint counted(const char* read = "50") {
  return drive<suites::counters<bad_map<Bug>>>(3, 4000,
                                               {{"read", read}, {"skew", "0.9"}, {"size", "100"}})
      .wrong;
}

TEST(counters_oracle, passes_a_map_without_a_bug) { EXPECT_EQ(counted<bug::none>(), std::nullopt); }
TEST(counters_oracle, sees_a_lost_addition) {
  expect_complains(counted<bug::loses_addition>(), "the values add up to");
}
TEST(counters_oracle, sees_an_addition_to_another_key) {
  expect_complains(counted<bug::adds_to_neighbour>(), "but to other keys");
}
TEST(counters_oracle, sees_a_wrong_size) {
  expect_complains(counted<bug::miscounts>(), "size() says");
}

TEST(counters, finds_half_of_what_it_looks_up) {
  const auto r = drive<suites::counters<bad_map<bug::none>>>(
      2, 20000, {{"read", "90"}, {"skew", "0"}, {"size", "50"}, {"keys", "adjacent"}});
  EXPECT_EQ(r.wrong, std::nullopt);
  EXPECT_NEAR(value_of(r.metrics, "hit_share"), 0.5, 0.05);
}

template <bug Bug>
complaint defaulted() {
  return drive<suites::setdefault<bad_map<Bug>>>(3, 4000, {{"skew", "0"}, {"size", "200"}}).wrong;
}

TEST(setdefault_oracle, passes_a_map_without_a_bug) {
  EXPECT_EQ(defaulted<bug::none>(), std::nullopt);
}
TEST(setdefault_oracle, sees_two_who_were_told_that_they_were_first) {
  expect_complains(defaulted<bug::puts_twice>(), "did not agree");
}
TEST(setdefault_oracle, sees_a_default_that_is_not_there) {
  expect_complains(defaulted<bug::misses_present>(), "did not agree");
}
TEST(setdefault_oracle, sees_a_wrong_size) {
  expect_complains(defaulted<bug::miscounts>(), "size() says");
}

template <class D>
complaint walked() {
  return drive<suites::walk_load<D>>(3, 40, {{"size", "60"}, {"moves", "20"}}).wrong;
}

TEST(walk_oracle, passes_a_container_without_a_bug) {
  EXPECT_EQ((walked<bad_map<bug::none>>()), std::nullopt);
  EXPECT_EQ((walked<bad_map<bug::none, std::uint64_t, walk_guarantee::weak>>()), std::nullopt);
  EXPECT_EQ((walked<bad_set<bug::none>>()), std::nullopt);
}
TEST(walk_oracle, sees_an_element_left_out) {
  expect_complains(walked<bad_map<bug::skips_in_walk>>(), "exactly once");
  expect_complains(walked<bad_set<bug::skips_in_walk, walk_guarantee::weak>>(), "exactly once");
}
TEST(walk_oracle, sees_an_element_twice) {
  expect_complains(walked<bad_map<bug::repeats_in_walk>>(), "exactly once");
}
TEST(walk_oracle, sees_a_refused_write) {
  expect_complains(walked<bad_map<bug::loses_insert>>(), "were refused");
}
TEST(walk_oracle, sees_a_wrong_size) {
  expect_complains(walked<bad_map<bug::miscounts>>(), "size() says");
}

// Both keys of another worker's pair were missed: a weak walk may, a snapshot may not.
TEST(walk_check, knows_a_snapshot_of_two_instants) {
  const suites::walk_pairs pairs(8, 2);
  for (const auto promised : {walk_guarantee::weak, walk_guarantee::snapshot}) {
    suites::walk_check check(pairs, 0, promised);
    for (const bool whole : {true, false}) {
      check.begin();
      for (std::uint64_t p = 0; p < pairs.count(); ++p) {
        if (whole || suites::walk_pairs::stays(p) || pairs.belongs(p, 0)) check.met(2 * p);
      }
      check.end();
    }
    EXPECT_EQ(check.incomplete(), 0u);
    EXPECT_EQ(check.torn(), promised == walk_guarantee::snapshot ? 1u : 0u);
  }
}

TEST(walk_check, knows_what_was_never_there) {
  const suites::walk_pairs pairs(4, 1);
  suites::walk_check check(pairs, 0, walk_guarantee::weak);
  check.begin();
  for (std::uint64_t p = 0; p < pairs.count(); ++p) check.met(2 * p);
  check.met(1000);
  check.end();
  EXPECT_EQ(check.incomplete(), 1u);
}

TEST(walk_pairs, refuses_too_few) {
  EXPECT_THROW(suites::walk_pairs(3, 2), std::invalid_argument);
  EXPECT_THROW(suites::walk_pairs(-1, 1), std::invalid_argument);
}

template <bug Bug>
complaint calculated(const char* operation) {
  return drive<suites::set_algebra<bad_set<Bug>>>(
             3, 40, {{"size", "60"}, {"operation", operation}, {"writes", "10"}})
      .wrong;
}

TEST(algebra_oracle, passes_a_set_without_a_bug) {
  for (const char* operation : {"union", "intersection", "difference"}) {
    EXPECT_EQ(calculated<bug::none>(operation), std::nullopt) << operation;
  }
}
TEST(algebra_oracle, sees_an_element_left_out) {
  for (const char* operation : {"union", "intersection", "difference"}) {
    expect_complains(calculated<bug::skips_in_walk>(operation), "results lack an element");
  }
}
TEST(algebra_oracle, sees_a_lookup_that_misses) {
  for (const char* operation : {"intersection", "difference"}) {
    expect_complains(calculated<bug::misses_present>(operation), "results lack an element");
  }
}
TEST(algebra_oracle, sees_a_wrong_size) {
  expect_complains(calculated<bug::miscounts>("union"), "results lack an element");
}
TEST(algebra_keys, refuses_what_makes_no_sense) {
  const auto build = [](const char* size, const char* operation) {
    (void)suites::algebra_keys(
        parameters(parameter_list{{"size", size}, {"operation", operation}, {"writes", "1"}}), 1);
  };
  EXPECT_THROW(build("7", "union"), std::invalid_argument);
  EXPECT_THROW(build("8", "xor"), std::invalid_argument);
}

}  // namespace
}  // namespace contend
