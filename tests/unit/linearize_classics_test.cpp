// Histories whose verdict is known from the books, and what is said of those that are wrong.
#include "linearize_brute.hpp"

#include <contend/linearize/container.hpp>
#include <contend/linearize/form.hpp>
#include <contend/linearize/text.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace contend::linearize {
namespace {

constexpr auto yes = outcome::yes, no = outcome::no, unknown = outcome::unknown;

operation write(unsigned thread, std::int64_t call, std::int64_t returned, std::uint64_t value) {
  return op(thread, action::assign, call, returned, returned == never ? unknown : yes, value);
}
operation read(unsigned thread, std::int64_t call, std::int64_t returned, std::uint64_t seen) {
  return op(thread, action::find, call, returned, yes, 0, seen);
}
operation push(unsigned thread, std::int64_t call, std::int64_t returned, std::uint64_t value) {
  return op(thread, action::push, call, returned, returned == never ? unknown : yes, value);
}
operation pop(unsigned thread, std::int64_t call, std::int64_t returned, std::uint64_t seen) {
  return op(thread, action::pop, call, returned, yes, 0, seen);
}
operation finds_empty(unsigned thread, std::int64_t call, std::int64_t returned) {
  return op(thread, action::pop, call, returned, no);
}

verdict of(const history& all) { return check_container(all).outcome; }
verdict of_queue(const history& all, const queue_rules& rules = {}) {
  return check_queue(all, rules).outcome;
}
constexpr auto right = verdict::linearizable, wrong = verdict::not_linearizable;

TEST(linearize_register, a_read_within_a_write_sees_either_value) {
  EXPECT_EQ(of({write(0, 0, 1, 1), write(0, 2, 9, 2), read(1, 3, 4, 1), read(1, 5, 6, 2)}), right);
  // But not the new one and then the old one.
  EXPECT_EQ(of({write(0, 0, 1, 1), write(0, 2, 9, 2), read(1, 3, 4, 2), read(2, 5, 6, 1)}), wrong);
}

TEST(linearize_register, a_read_after_a_write_does_not_see_what_was_there_before) {
  EXPECT_EQ(of({write(0, 0, 1, 1), write(0, 2, 3, 2), read(1, 4, 5, 1)}), wrong);
  EXPECT_EQ(of({write(0, 0, 1, 1), write(0, 2, 3, 2), read(1, 3, 5, 1)}), right)
      << "one tick for both";
}

TEST(linearize_register, a_write_that_did_not_return_may_have_happened) {
  EXPECT_EQ(of({write(0, 0, never, 1), read(1, 5, 6, 1)}), right);
  EXPECT_EQ(of({write(0, 0, never, 1), op(1, action::find, 5, 6, no)}), right);
  EXPECT_EQ(of({write(0, 0, never, 1), read(1, 5, 6, 1), op(1, action::find, 7, 8, no)}), wrong);
  EXPECT_EQ(of({write(0, 7, never, 1), read(1, 5, 6, 1)}), wrong);
}

TEST(linearize_set, one_key_is_inserted_once) {
  EXPECT_EQ(of({op(0, action::insert, 0, 5, yes), op(1, action::insert, 1, 6, no)}), right);
  EXPECT_EQ(of({op(0, action::insert, 0, 5, yes), op(1, action::insert, 1, 6, yes)}), wrong);
  EXPECT_EQ(of({op(0, action::insert, 0, 5, yes), op(1, action::insert, 1, 6, yes),
                op(2, action::erase, 2, 3, yes)}),
            right);
}

TEST(linearize_map, two_additions_do_not_see_the_same) {
  const auto add = [](unsigned t, std::int64_t call, std::int64_t ret, std::uint64_t seen) {
    return op(t, action::add, call, ret, yes, 10 + t, seen);
  };
  const operation first = op(0, action::insert, 0, 1, yes, 5);
  EXPECT_EQ(of({first, add(1, 2, 9, 5), add(2, 3, 8, 5)}), wrong);
  EXPECT_EQ(of({first, add(1, 2, 9, 5), add(2, 3, 8, 16)}), right);
}

TEST(linearize_map, keys_are_independent_and_the_wrong_one_is_named) {
  history all;
  for (std::uint64_t k = 0; k < 9; ++k) {
    all.push_back(op(0, action::insert, static_cast<std::int64_t>(4 * k),
                     static_cast<std::int64_t>(4 * k + 1), yes, k));
    all.back().key = k;
  }
  operation lost = op(1, action::contains, 100, 101, no);
  lost.key = 7;
  all.push_back(lost);
  const finding found = check_container(all);
  EXPECT_EQ(found.outcome, wrong);
  EXPECT_EQ(found.parts, 9u);
  EXPECT_EQ(found.operations, 10u);
  EXPECT_EQ(found.longest_part, 2u);
  EXPECT_EQ(found.core.size(), 2u);
  EXPECT_EQ(found.why,
            "no order explains what key 7 answered, whatever it held before: "
            "T0 insert(7)=yes [0,1] | T1 contains=no [72,73]");
}

// Herlihy and Wing, 1990, figure 1.
TEST(linearize_queue, herlihy_and_wing) {
  EXPECT_EQ(of_queue({push(0, 0, 3, 'x'), push(1, 1, 5, 'y'), pop(1, 6, 8, 'x'), pop(0, 7, 9, 'y'),
                      push(0, 10, never, 'z')}),
            right);
  EXPECT_EQ(of_queue({push(0, 0, 1, 'x'), push(1, 2, 3, 'y'), pop(0, 4, 5, 'y')}), wrong);
  EXPECT_EQ(of_queue({push(0, 0, 9, 'x'), pop(1, 1, 2, 'x')}), right);
  EXPECT_EQ(
      of_queue({push(0, 0, 3, 'x'), push(1, 1, 2, 'y'), pop(0, 4, 6, 'y'), pop(2, 5, 7, 'y')}),
      wrong);
}

TEST(linearize_queue, each_condition_says_what_is_broken) {
  const auto why = [](const history& all, const queue_rules& rules = {}) {
    return check_queue(all, rules).why;
  };
  EXPECT_EQ(why({pop(0, 0, 1, 9)}), "9 came out and never went in: T0 pop=9 [0,1]");
  EXPECT_EQ(why({push(0, 0, 1, 9), pop(0, 2, 3, 9), pop(1, 4, 5, 9)}),
            "9 came out twice: T0 push(9)=ok [0,1] | T0 pop=9 [2,3] | T1 pop=9 [4,5]");
  EXPECT_EQ(why({pop(0, 0, 1, 9), push(1, 2, 3, 9)}),
            "9 came out before it went in: T0 pop=9 [0,1] | T1 push(9)=ok [2,3]");
  EXPECT_EQ(why({push(0, 0, 1, 1), push(1, 2, 3, 2), pop(0, 4, 5, 2), pop(0, 6, 7, 1)}),
            "2 went in after 1 and came out before it: "
            "T0 push(1)=ok [0,1] | T1 push(2)=ok [2,3] | T0 pop=2 [4,5] | T0 pop=1 [6,7]");
  EXPECT_EQ(
      why({push(0, 0, 1, 1), finds_empty(1, 2, 3)}),
      "a pop says empty, but 1 was there all the time: T0 push(1)=ok [0,1] | T1 pop=none [2,3]");
  EXPECT_EQ(
      why({push(0, 0, 1, 1), push(1, 2, 3, 2), op(2, action::push, 4, 5, no, 3)}, {.capacity = 3}),
      "a push says full, but at most 2 of 3 items can have been there: T2 push(3)=full [0,1]");
  EXPECT_EQ(why({op(2, action::push, 4, 5, no, 3)}),
            "a push fails, though there is always room: T2 push(3)=full [0,1]");
}

TEST(linearize_queue, one_item_after_the_other_is_never_empty) {
  // The second is in before the first begins to come out.
  history all{push(0, 0, 1, 1), push(0, 4, 5, 2), pop(2, 6, 7, 1), finds_empty(1, 3, 9)};
  EXPECT_EQ(of_queue(all), wrong);
  EXPECT_EQ(check_queue(all, {}).core.size(), 4u);
  EXPECT_EQ(of_queue(all, {.empty = refusal::contended}), right) << "others were under way";
  // One tick between them.
  all[1] = push(0, 4, 6, 2);
  EXPECT_EQ(of_queue(all), right);
}

TEST(linearize_queue, each_producers_items_in_order_are_not_yet_a_fifo) {
  const history all{push(0, 0, 1, 1), push(1, 2, 3, 2), pop(2, 4, 5, 2), pop(2, 6, 7, 1)};
  EXPECT_EQ(of_queue(all), wrong);
  EXPECT_EQ(of_queue(all, {.order = order::per_producer}), right);
  EXPECT_EQ(of_queue(all, {.order = order::slack, .slack = 1}), right);
  EXPECT_EQ(of_queue(all, {.order = order::slack, .slack = 0}), wrong);
  EXPECT_EQ(of_queue(all, {.order = order::lifo}), right);
  EXPECT_EQ(of_queue(all, {.order = order::none}), right);
}

// 2 stayed, so 3 went in after it; so 3 lay on 1 when that came out.
TEST(linearize_queue, what_no_two_items_of_a_stack_show_a_search_does) {
  const history all{push(0, 0, 2, 4),  push(1, 1, 2, 1), push(3, 1, 6, 3),
                    push(1, 6, 12, 2), pop(3, 8, 9, 1),  pop(1, 13, 13, 3)};
  const finding found = check_queue(all, {.order = order::lifo});
  EXPECT_EQ(found.outcome, wrong);
  EXPECT_NE(found.why.find("no order is a stack's"), std::string::npos) << found.why;
  EXPECT_FALSE(some_order_of_a_queue(all, {.order = order::lifo}));
}

TEST(linearize_queue, a_pop_that_did_not_return_leaves_it_open) {
  history all{push(0, 0, 1, 1), finds_empty(1, 5, 6)};
  EXPECT_EQ(of_queue(all), wrong);
  all.push_back(op(2, action::pop, 3, never, unknown));
  const finding found = check_queue(all, {});
  EXPECT_EQ(found.outcome, verdict::undecided);
  EXPECT_NE(found.why.find("did not return"), std::string::npos) << found.why;
}

TEST(linearize_form, what_no_recording_can_have_made_is_refused) {
  const auto says = [](const history& all, object which) {
    return malformed(all, which).value_or("nothing");
  };
  const auto container = object::container, queue = object::queue;
  EXPECT_EQ(says({read(0, 5, 6, 1), read(0, 7, 8, 1)}, container), "nothing");
  EXPECT_EQ(says({read(0, 5, 4, 1)}, container),
            "the history is malformed: T0 find=1 [0,-1], called at 5 ns, returned before that");
  EXPECT_NE(says({op(0, action::find, 5, 6, unknown)}, container).find("without an answer"),
            std::string::npos);
  EXPECT_NE(says({op(0, action::find, 5, never, no)}, container).find("did not return"),
            std::string::npos);
  EXPECT_NE(says({read(0, 1, 5, 1), read(0, 3, 8, 1)}, container).find("overlaps another"),
            std::string::npos);
  EXPECT_NE(says({write(0, 1, never, 1), read(0, 3, 8, 1)}, container).find("follows one"),
            std::string::npos);
  EXPECT_NE(says({push(0, 0, 1, 1)}, container).find("no operation of a container"),
            std::string::npos);
  EXPECT_NE(says({read(0, 0, 1, 1)}, queue).find("no operation of a queue"), std::string::npos);
  EXPECT_NE(says({push(0, 0, 1, 1), push(1, 0, 1, 1)}, queue).find("another push"),
            std::string::npos);
  EXPECT_EQ(says({op(0, action::push, 0, 1, no, 1), push(0, 2, 3, 1)}, queue), "nothing");
  EXPECT_THROW((void)check_container({push(0, 0, 1, 1)}), std::invalid_argument);
  EXPECT_THROW((void)check_queue({read(0, 0, 1, 1)}, {}), std::invalid_argument);
}

}  // namespace
}  // namespace contend::linearize
