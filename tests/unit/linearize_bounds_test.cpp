// Long histories, bounds, and how little is left of a long one that is wrong.
#include "linearize_brute.hpp"

#include <contend/linearize/container.hpp>
#include <contend/linearize/text.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace contend::linearize {
namespace {

/// Threads that are always within an operation on one of a few keys.
history crowded(unsigned threads, unsigned operations, unsigned keys) {
  rng random(1);
  history all;
  for (;;) {
    all = random_container_history(
        random, {.actions = {action::find, action::insert, action::erase, action::update},
                 .threads = threads,
                 .operations = operations,
                 .keys = keys});
    if (check_container(all).outcome == verdict::linearizable) return all;
  }
}

TEST(linearize_bounds, a_long_history_is_decided) {
  const finding found = check_container(crowded(8, 20'000, 2));
  EXPECT_EQ(found.outcome, verdict::linearizable);
  EXPECT_EQ(found.operations, 20'000u);
  EXPECT_EQ(found.parts, 2u);
  EXPECT_LT(found.longest_part, 12'000u);
  EXPECT_EQ(found.undecided_parts, 0u);
  EXPECT_TRUE(found.exact);
}

TEST(linearize_bounds, one_that_is_hit_is_no_verdict) {
  const history all = crowded(8, 2'000, 2);
  for (const bounds& few : {bounds{.states_a_part = 10}, bounds{.states = 10}}) {
    const finding found = check_container(all, few);
    EXPECT_EQ(found.outcome, verdict::undecided);
    EXPECT_EQ(found.undecided_parts, 2u);
    EXPECT_NE(found.why.find("the bound of " + std::to_string(few.states_a_part)),
              std::string::npos)
        << found.why;
  }
}

TEST(linearize_bounds, what_is_wrong_is_wrong_whatever_else_is_undecided) {
  history all = crowded(8, 2'000, 2);
  operation stale = op(9, action::find, 1'000'000, 1'000'001, outcome::yes, 0, 12345);
  stale.key = 77;
  all.push_back(stale);
  const finding found = check_container(all, {.states_a_part = 10});
  EXPECT_EQ(found.outcome, verdict::not_linearizable);
  EXPECT_EQ(found.undecided_parts, 2u);
}

TEST(linearize_bounds, more_at_once_than_a_word_has_bits) {
  history all;
  for (unsigned t = 0; t < 65; ++t) all.push_back(op(t, action::insert, 0, 9, outcome::no));
  const finding found = check_container(all);
  EXPECT_EQ(found.outcome, verdict::undecided);
  EXPECT_NE(found.why.find("more than 64 operations at once"), std::string::npos) << found.why;
  all.pop_back();
  EXPECT_EQ(check_container(all).outcome, verdict::not_linearizable);
}

TEST(linearize_bounds, a_stack_that_is_not_decided_has_no_proof) {
  history all;
  rng random(1);
  const queue_rules rules{.order = order::lifo};
  do {
    all = random_queue_history(
        random, {.actions = {action::push, action::pop}, .threads = 8, .operations = 400}, rules);
  } while (check_queue(all, rules).outcome != verdict::linearizable);
  EXPECT_FALSE(check_queue(all, rules, {.states_a_part = 16}).exact);
}

TEST(linearize_shrink, a_stale_read_in_a_long_history) {
  history all = crowded(4, 4'000, 1);
  std::sort(all.begin(), all.end(),
            [](const operation& a, const operation& b) { return a.call < b.call; });
  // The last read sees what the first write wrote.
  const auto first = std::find_if(all.begin(), all.end(), [](const operation& o) {
    return o.what == action::insert && o.answer == outcome::yes;
  });
  const auto last = std::find_if(all.rbegin(), all.rend(), [](const operation& o) {
    return o.what == action::find && o.answer == outcome::yes;
  });
  last->seen = first->value;
  const finding found = check_container(all);
  ASSERT_EQ(found.outcome, verdict::not_linearizable);
  EXPECT_LT(found.core.size(), 24u) << found.why;
  EXPECT_EQ(found.why.find('\n'), std::string::npos);
  EXPECT_NE(found.why.find("whatever it held before"), std::string::npos) << found.why;
}

// A part that is called wrong whatever was there before must be wrong after any write.
TEST(linearize_shrink, what_is_left_is_wrong_from_every_state) {
  rng random(1);
  unsigned any = 0;
  for (int i = 0; i < 4'000; ++i) {
    const history all =
        random_container_history(random, {.actions = {action::find, action::insert, action::erase,
                                                      action::update, action::upsert, action::add},
                                          .operations = 7,
                                          .values = 3,
                                          .pending = true});
    const finding found = check_container(all);
    if (found.why.find("whatever it held before") == std::string::npos) continue;
    ++any;
    for (std::uint64_t value = 0; value < 40; ++value) {
      history after = found.core;
      // In 32 of the values, what sums of the others may make of a later one.
      after.push_back(op(99, action::assign, -2, -1, outcome::yes, value - 20));
      ASSERT_FALSE(some_order_of_a_map(after)) << found.why << "\nafter " << line_of(after);
    }
  }
  EXPECT_GT(any, 500u);
}

}  // namespace
}  // namespace contend::linearize
