// The checkers against one that tries every order, on small histories at random.
#include "linearize_brute.hpp"

#include <contend/linearize/container.hpp>
#include <contend/linearize/form.hpp>
#include <contend/linearize/text.hpp>

#include <gtest/gtest.h>

namespace contend::linearize {
namespace {

constexpr unsigned histories = 4000;

struct count {
  unsigned right = 0, wrong = 0, undecided = 0, missed = 0;
};

count compare_containers(const recipe& of) {
  rng random(1);
  count n;
  for (unsigned i = 0; i < histories; ++i) {
    const history all = random_container_history(random, of);
    const bool truth = some_order_of_a_map(all);
    const finding found = check_container(all);
    ++(truth ? n.right : n.wrong);
    EXPECT_EQ(found.outcome, truth ? verdict::linearizable : verdict::not_linearizable)
        << line_of(all) << "\n"
        << found.why;
    EXPECT_TRUE(found.exact);
    // What is left of a wrong history may need what was before it, which its text then says.
    EXPECT_EQ(found.core.empty(), truth) << line_of(all);
    EXPECT_TRUE(truth || !some_order_of_a_map(found.core)) << line_of(all) << "\n" << found.why;
    if (testing::Test::HasFailure()) break;
  }
  return n;
}

void expect_both(const count& n) {
  EXPECT_GT(n.right, histories / 5);
  EXPECT_GT(n.wrong, histories / 5);
}

TEST(linearize_random, sets) {
  expect_both(compare_containers({.actions = {action::contains, action::insert, action::erase},
                                  .threads = 4,
                                  .operations = 7,
                                  .keys = 2,
                                  .pending = true}));
}

TEST(linearize_random, maps) {
  const std::vector<action> all{action::find,   action::insert, action::erase,
                                action::update, action::upsert, action::add};
  expect_both(compare_containers({.actions = all, .operations = 7, .pending = true}));
  // Values that are written again and again.
  expect_both(compare_containers(
      {.actions = all, .threads = 4, .operations = 6, .keys = 2, .values = 2, .pending = true}));
}

TEST(linearize_random, registers) {
  expect_both(compare_containers({.actions = {action::find, action::find, action::assign},
                                  .threads = 4,
                                  .operations = 7,
                                  .values = 3,
                                  .pending = true}));
}

count compare_queues(const queue_rules& rules, unsigned operations = 7) {
  const recipe of{.actions = {action::push, action::push, action::pop, action::pop, action::pop},
                  .threads = 4,
                  .operations = operations,
                  .pending = true};
  rng random(1);
  count n;
  for (unsigned i = 0; i < histories; ++i) {
    const history all = random_queue_history(random, of, rules);
    const bool truth = some_order_of_a_queue(all, rules);
    const finding found = check_queue(all, rules);
    ++(truth ? n.right : n.wrong);
    if (found.outcome == verdict::undecided) {
      ++n.undecided;
    } else if (found.outcome == verdict::not_linearizable) {
      EXPECT_FALSE(truth) << line_of(all) << "\n" << found.why;
    } else if (found.exact) {
      EXPECT_TRUE(truth) << line_of(all);
    } else {
      n.missed += !truth;
    }
    if (testing::Test::HasFailure()) break;
  }
  return n;
}

void expect_decides(const count& n) {
  expect_both(n);
  EXPECT_LT(n.undecided, histories / 10);
}

TEST(linearize_random, fifo_queues) {
  expect_decides(compare_queues({}));
  expect_decides(compare_queues({.empty = refusal::contended}));
  expect_decides(compare_queues({.empty = refusal::anything}));
}

TEST(linearize_random, queues_fifo_by_producer) {
  expect_decides(compare_queues({.order = order::per_producer}));
  expect_decides(compare_queues({.order = order::per_producer, .empty = refusal::contended}));
}

TEST(linearize_random, stacks) { expect_decides(compare_queues({.order = order::lifo})); }

TEST(linearize_random, bags) { expect_decides(compare_queues({.order = order::none})); }

// Nothing right is called wrong; of what is wrong, most is seen.
TEST(linearize_random, conditions_that_are_only_necessary) {
  for (const queue_rules& rules :
       {queue_rules{.order = order::slack, .slack = 1},
        queue_rules{.order = order::slack, .slack = 2, .empty = refusal::contended},
        queue_rules{.capacity = 1}, queue_rules{.full = refusal::contended, .capacity = 2}}) {
    const count n = compare_queues(rules);
    expect_decides(n);
    EXPECT_LT(n.missed, n.wrong / 4);
  }
}

}  // namespace
}  // namespace contend::linearize
