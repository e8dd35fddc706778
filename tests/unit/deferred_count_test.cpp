// Deferred counting, step by step: what the stacks hold, and what becomes of a zero.
#include "epoch_actors.hpp"

#include <contend/model/refcount/deferred.hpp>

#include <vector>

namespace contend::model {
namespace {
using namespace epoch_tests;

struct right : eager<> {};
/// Planted: nobody looks at the stack of who is detached.
struct skips_detached : right {
  static constexpr bool visit_detached = false;
};
/// Planted: a zero that is as old as the last epoch is death, though stacks may have been looked
/// through before it.
struct hasty : right {
  static constexpr std::int32_t quiet_epochs = 1;
};

/// A counted reference, which is the object's only one at first, and two members' stacks.
template <class Rules>
struct scene {
  using stacks = deferred_epochs<Rules>;
  ledger book;
  object<epoch_header> x{book};
  std::size_t slot_of_a = 0, slot_of_b = 0;
  actor<stacks> a, b;

  void push(actor<stacks>& who, std::size_t& slot) {
    who.does([&] { slot = stacks::stack().push(&x); });
  }
  void pop(actor<stacks>& who, std::size_t slot) {
    who.does([=] { stacks::stack().drop(slot); });
  }
  void up(actor<stacks>& who) {
    who.does([&] { stacks::up(x); });
  }
  void down(actor<stacks>& who) {
    who.does([&] { stacks::down(x); });
  }
  void epochs_pass(int n) {
    for (int i = 0; i < n; ++i) {
      a.safepoint();
      b.safepoint();
    }
  }
};

TEST(deferred_epochs_test, a_zero_is_death_when_no_stack_has_it) {
  scene<right> s;
  s.down(s.a);
  EXPECT_EQ(s.x.deaths, 0);
  s.epochs_pass(6);
  EXPECT_EQ(s.x.deaths, 1);
}

TEST(deferred_epochs_test, what_is_on_a_stack_lives_as_long_as_it_is_there) {
  scene<right> s;
  s.push(s.b, s.slot_of_b);
  s.down(s.a);
  s.epochs_pass(6);
  EXPECT_EQ(s.x.deaths, 0);
  s.pop(s.b, s.slot_of_b);
  s.epochs_pass(6);
  EXPECT_EQ(s.x.deaths, 1);
}

TEST(deferred_epochs_test, a_count_made_from_a_stack_is_a_count) {
  scene<right> s;
  s.push(s.b, s.slot_of_b);
  s.down(s.a);
  s.epochs_pass(2);
  s.up(s.b);  // to the heap
  s.pop(s.b, s.slot_of_b);
  s.epochs_pass(6);
  EXPECT_EQ(s.x.deaths, 0);
  s.push(s.a, s.slot_of_a);  // from the heap
  s.down(s.b);
  s.epochs_pass(6);
  EXPECT_EQ(s.x.deaths, 0);
  s.pop(s.a, s.slot_of_a);
  s.epochs_pass(6);
  EXPECT_EQ(s.x.deaths, 1);
}

TEST(deferred_epochs_test, members_that_come_and_leave) {
  scene<right> s;
  s.push(s.b, s.slot_of_b);
  s.down(s.a);
  s.a.safepoint();
  s.a.leave();  // what it had under review is left to b
  {
    actor<scene<right>::stacks> late;
    for (int i = 0; i < 6; ++i) {
      late.safepoint();
      s.b.safepoint();
    }
    EXPECT_EQ(s.x.deaths, 0);
  }
  s.pop(s.b, s.slot_of_b);
  for (int i = 0; i < 6; ++i) s.b.safepoint();
  EXPECT_EQ(s.x.deaths, 1);
}

TEST(deferred_epochs_test, an_outsider_s_zero_is_found_by_a_member) {
  scene<right> s;
  s.push(s.b, s.slot_of_b);
  scene<right>::stacks::down(s.x);
  s.epochs_pass(6);
  EXPECT_EQ(s.x.deaths, 0);
  s.pop(s.b, s.slot_of_b);
  s.epochs_pass(6);
  EXPECT_EQ(s.x.deaths, 1);
}

/// b has it on its stack and detaches; the counted reference goes.
template <class Rules>
complaint on_a_detached_stack() {
  scene<Rules> s;
  s.push(s.b, s.slot_of_b);
  s.b.detach();
  s.down(s.a);
  for (int i = 0; i < 10; ++i) s.a.safepoint();
  const complaint said = s.book.verify(1);
  s.b.attach();
  s.pop(s.b, s.slot_of_b);
  s.epochs_pass(6);
  return said;
}

TEST(deferred_rules_test, a_detached_stack_is_looked_through) {
  EXPECT_EQ(on_a_detached_stack<right>(), std::nullopt);
  EXPECT_NE(on_a_detached_stack<skips_detached>(), std::nullopt);
}

/// b's stack is looked through; then b takes the object from the heap, and a the last count away,
/// both before the epoch ends.
template <class Rules>
complaint taken_after_the_look() {
  scene<Rules> s;
  object<epoch_header> other(s.book);
  s.b.does([&] { scene<Rules>::stacks::down(other); });
  s.b.safepoint();  // opens an epoch, and is through with it
  s.push(s.b, s.slot_of_b);
  s.down(s.a);
  s.a.safepoint();  // closes it
  s.a.safepoint();  // reviews in the next, before b has looked again
  const complaint said = s.book.verify(2);
  s.pop(s.b, s.slot_of_b);
  s.epochs_pass(6);
  return said;
}

TEST(deferred_rules_test, a_stack_looked_through_before_the_zero_proves_nothing) {
  EXPECT_EQ(taken_after_the_look<right>(), std::nullopt);
  EXPECT_NE(taken_after_the_look<hasty>(), std::nullopt);
}

TEST(shadow_stack_test, slots_go_last_in_first_out_or_not) {
  epoch_header h(nullptr);
  shadow_stack s;
  const std::size_t a = s.push(&h), b = s.push(&h), c = s.push(&h);
  const auto found = [&] {
    int n = 0;
    s.scan([&](epoch_header&) { ++n; });
    return n;
  };
  s.drop(b);
  EXPECT_EQ(s.depth(), 3u);
  EXPECT_EQ(found(), 2);
  s.drop(c);
  EXPECT_EQ(s.depth(), 1u) << "past the slot that was given back from within";
  s.drop(a);
  EXPECT_EQ(s.depth(), 0u);
  std::vector<std::size_t> slots;
  for (int i = 0; i < 1000; ++i) slots.push_back(s.push(&h));
  for (int i = 0; i < 999; ++i) s.drop(slots[static_cast<std::size_t>(i)]);
  EXPECT_EQ(found(), 1);
  s.drop(slots.back());
  EXPECT_EQ(s.depth(), 0u);
  s.free();
}

}  // namespace
}  // namespace contend::model
