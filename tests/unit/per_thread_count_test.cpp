// The epochs of the per-thread count, step by step, and what they would do with a wrong rule.
#include "epoch_actors.hpp"

#include <contend/model/refcount/per_thread.hpp>

#include <memory>

namespace contend::model {
namespace {
using namespace epoch_tests;

struct right : eager<per_thread_rules> {};
/// Planted: nothing is said of what was counted up and down.
struct forgets_net_zero : right {
  static constexpr bool touched_at_net_zero = false;
};
/// Planted: a sum of zero at the end of an epoch is death.
struct hasty : right {
  static constexpr std::int32_t quiet_epochs = 1;
};
/// Planted: an epoch ends without the deltas of who is detached.
struct skips_detached : right {
  static constexpr bool visit_detached = false;
};

template <class Rules>
struct scene {
  using deltas = per_thread_deltas<Rules>;
  ledger book;
  object<typename deltas::header> x{book}, other{book};
  actor<deltas> a, b;  // last: they leave before the objects go

  void up(actor<deltas>& who) {
    who.does([&] { deltas::count(x, +1); });
  }
  void down(actor<deltas>& who) {
    who.does([&] { deltas::count(x, -1); });
  }
  void epochs_pass(int n) {
    for (int i = 0; i < n; ++i) {
      a.safepoint();
      b.safepoint();
    }
  }
  /// Ends the scene's other object, too.
  void end() {
    a.does([&] { deltas::count(other, -1); });
    epochs_pass(6);
  }
};

TEST(per_thread_epochs_test, freed_when_all_have_dropped_it_and_not_before) {
  scene<right> s;
  s.up(s.b);
  s.down(s.a);
  s.epochs_pass(6);
  EXPECT_EQ(s.x.deaths, 0);
  s.down(s.b);
  EXPECT_EQ(s.x.deaths, 0);
  s.epochs_pass(6);
  EXPECT_EQ(s.x.deaths, 1);
  s.end();
  EXPECT_EQ(s.book.verify(), std::nullopt);
}

TEST(per_thread_epochs_test, kept_while_another_goes_on_touching_it) {
  scene<right> s;
  s.up(s.b);
  s.down(s.a);
  for (int i = 0; i < 6; ++i) {
    s.up(s.b);
    s.epochs_pass(1);
    s.down(s.b);
    s.epochs_pass(1);
    EXPECT_EQ(s.x.deaths, 0);
  }
  s.down(s.b);
  s.epochs_pass(6);
  EXPECT_EQ(s.x.deaths, 1);
  s.end();
}

TEST(per_thread_epochs_test, an_attached_member_without_safepoints_holds_it_up_until_it_detaches) {
  scene<right> s;
  s.down(s.a);
  for (int i = 0; i < 10; ++i) s.a.safepoint();
  EXPECT_EQ(s.x.deaths, 0);
  s.b.detach();
  for (int i = 0; i < 10; ++i) s.a.safepoint();
  EXPECT_EQ(s.x.deaths, 1);
  s.b.attach();
  s.end();
}

TEST(per_thread_epochs_test, a_member_that_leaves_takes_nothing_along) {
  scene<right> s;
  s.up(s.b);
  s.down(s.a);
  for (int i = 0; i < 10; ++i) s.a.safepoint();
  s.b.leave();  // its reference went to somebody else
  for (int i = 0; i < 10; ++i) s.a.safepoint();
  EXPECT_EQ(s.x.deaths, 0);
  s.down(s.a);
  for (int i = 0; i < 10; ++i) s.a.safepoint();
  EXPECT_EQ(s.x.deaths, 1);
  s.a.does([&] { scene<right>::deltas::count(s.other, -1); });
  s.a.leave();
  EXPECT_EQ(s.other.deaths, 1) << "the last to leave finds what is dead";
  EXPECT_EQ(s.book.verify(), std::nullopt);
}

TEST(per_thread_epochs_test, a_member_that_comes_while_an_epoch_is_open_has_no_part_in_it) {
  scene<right> s;
  s.down(s.a);
  s.a.safepoint();  // opens one; b is missing
  actor<scene<right>::deltas> late;
  s.b.safepoint();
  for (int i = 0; i < 10; ++i) {
    s.epochs_pass(1);
    late.safepoint();
  }
  EXPECT_EQ(s.x.deaths, 1);
  late.leave();
  s.end();
}

TEST(per_thread_epochs_test, an_outsider_counts_in_the_object) {
  scene<right> s;
  using deltas = scene<right>::deltas;
  deltas::count(s.x, +1);
  s.down(s.a);
  s.epochs_pass(6);
  EXPECT_EQ(s.x.deaths, 0);
  deltas::count(s.x, -1);
  EXPECT_EQ(s.x.deaths, 0);
  s.epochs_pass(6);
  EXPECT_EQ(s.x.deaths, 1);
  s.end();
}

TEST(per_thread_epochs_test, a_destructor_may_drop_and_reach_a_safepoint) {
  using P = basic_per_thread_count<right>;
  struct node {
    node(ledger& b, typename P::thread& m, typename P::template ref<node> n)
        : life(b), here(m), next(std::move(n)) {}
    ~node() {
      next.reset();
      for (int i = 0; i < 10; ++i) here.safepoint();
    }
    tracked life;
    P::thread& here;
    P::ref<node> next;
  };
  ledger book;
  {
    P::thread m;
    const attached here(m);
    P::ref<node> head;
    for (int i = 0; i < 5; ++i) head = P::make<node>(book, m, std::move(head));
    head.reset();
    EXPECT_EQ(book.total_died(), 0u);
    for (int i = 0; i < 10; ++i) m.safepoint();
    EXPECT_EQ(book.total_died(), 5u);
  }
  EXPECT_EQ(book.verify(), std::nullopt);
}

/// One reference goes from a to b and back, each time behind the back of the epoch: it is always
/// counted where the epoch has just been. Says what the ledger says, with the reference alive.
template <class Rules>
complaint passed_behind_the_epochs_back() {
  scene<Rules> s;
  // E opens with b's part, a's is missing. The reference moves to b.
  s.b.does([&] { scene<Rules>::deltas::count(s.other, +1); });
  s.b.safepoint();
  s.up(s.b);
  s.down(s.a);
  s.a.safepoint();  // closes E: the sum is 0, b's delta is 1
  // The next opens with a's part, b's is missing. The reference moves back.
  s.a.safepoint();
  s.up(s.a);
  s.down(s.b);
  s.b.safepoint();  // closes it: b had a net delta of 0
  s.a.safepoint();
  const complaint said = s.book.verify(2);
  s.b.does([&] { scene<Rules>::deltas::count(s.other, -1); });
  s.down(s.a);
  s.end();
  return said;
}

TEST(per_thread_rules_test, a_touch_is_a_touch_even_if_nothing_is_left_of_it) {
  EXPECT_EQ(passed_behind_the_epochs_back<right>(), std::nullopt);
  EXPECT_NE(passed_behind_the_epochs_back<forgets_net_zero>(), std::nullopt);
}

TEST(per_thread_rules_test, a_sum_of_zero_alone_is_no_death) {
  EXPECT_NE(passed_behind_the_epochs_back<hasty>(), std::nullopt);
}

/// A member detaches with a reference that only its own array knows of.
template <class Rules>
complaint held_by_a_detached_member() {
  scene<Rules> s;
  s.up(s.b);
  s.b.detach();
  s.down(s.a);
  for (int i = 0; i < 10; ++i) s.a.safepoint();
  const complaint said = s.book.verify(2);
  s.b.attach();
  s.down(s.b);
  s.end();
  return said;
}

TEST(per_thread_rules_test, a_detached_member_counts) {
  EXPECT_EQ(held_by_a_detached_member<right>(), std::nullopt);
  EXPECT_NE(held_by_a_detached_member<skips_detached>(), std::nullopt);
}

}  // namespace
}  // namespace contend::model
