// The state machine of the biased count, one transition a test. A foreigner has ended before the
// test goes on, so every order here is the only one possible.
#include "biased_object.hpp"

#include <latch>
#include <thread>

namespace contend::model {
namespace {
using namespace biased_tests;

class biased_count_test : public testing::Test {
 protected:
  membership _m;
};

TEST_F(biased_count_test, a_new_object_belongs_to_its_maker) {
  object o;
  EXPECT_EQ(o.tid.load(), queue::self());
  expect_words(o, true, 1, 0, biased_word::fresh);
  EXPECT_TRUE(ops::unique(o));
}

TEST_F(biased_count_test, the_owner_counts_in_its_own_half_and_frees_without_a_trace) {
  object o;
  ops::increment(o);
  expect_words(o, true, 2, 0, biased_word::fresh);
  EXPECT_FALSE(ops::unique(o));
  ops::decrement(o);
  ops::decrement(o);
  EXPECT_EQ(o.deaths, 1);
  // The fast path writes neither the tid nor the shared word (gh-121794).
  expect_words(o, true, 0, 0, biased_word::fresh);
}

TEST_F(biased_count_test, a_foreigner_counts_in_the_shared_half) {
  object o;
  foreigner([&] {
    ops::increment(o);
    expect_words(o, true, 1, 1, biased_word::fresh);
    EXPECT_FALSE(ops::unique(o));
    ops::decrement(o);
  });
  expect_words(o, true, 1, 0, biased_word::fresh);
  EXPECT_TRUE(ops::unique(o));
}

TEST_F(biased_count_test, a_reference_of_the_owner_s_half_is_donated_to_the_queue) {
  object o;
  foreigner([&] { ops::decrement(o); });
  expect_words(o, true, 1, 0, biased_word::queued);
  EXPECT_EQ(o.deaths, 0);
  EXPECT_EQ(_m.queue_high_water(), 1u);
  _m.safepoint();
  EXPECT_EQ(o.deaths, 1);
  EXPECT_EQ(o.killer, queue::self());
  expect_words(o, false, 0, 0, biased_word::merged);
}

TEST_F(biased_count_test, draining_merges_what_is_still_referenced) {
  object o;
  ops::increment(o);
  foreigner([&] { ops::decrement(o); });
  _m.safepoint();
  expect_words(o, false, 0, 1, biased_word::merged);
  EXPECT_FALSE(ops::unique(o));
  ops::decrement(o);
  EXPECT_EQ(o.deaths, 1);
}

TEST_F(biased_count_test, a_queued_object_counts_below_zero_and_is_queued_once) {
  object o;
  ops::increment(o);
  foreigner([&] {
    ops::decrement(o);
    ops::decrement(o);
  });
  expect_words(o, true, 2, -1, biased_word::queued);
  EXPECT_EQ(_m.queue_high_water(), 1u);
  EXPECT_EQ(ops::count(o), 1);  // the queue's
  _m.safepoint();
  EXPECT_EQ(o.deaths, 1);
}

TEST_F(biased_count_test, the_owner_s_last_drop_merges_and_a_foreigner_frees) {
  object o;
  foreigner([&] { ops::increment(o); });
  ops::decrement(o);
  EXPECT_EQ(o.deaths, 0);
  expect_words(o, false, 0, 1, biased_word::merged);
  foreigner([&] {
    ops::decrement(o);
    EXPECT_EQ(o.killer, queue::self());
  });
  EXPECT_EQ(o.deaths, 1);
}

TEST_F(biased_count_test, the_owner_s_last_drop_while_queued_leaves_the_rest_to_the_queue) {
  object o;
  ops::increment(o);
  foreigner([&] {
    ops::increment(o);
    ops::decrement(o);
    ops::decrement(o);  // donated
    ops::increment(o);  // borrowed from the owner, kept
  });
  ops::decrement(o);
  expect_words(o, true, 1, 1, biased_word::queued);
  ops::decrement(o);
  expect_words(o, false, 0, 1, biased_word::merged);
  _m.safepoint();  // merging a second time is harmless
  EXPECT_EQ(o.deaths, 1);
}

TEST_F(biased_count_test, queueing_gives_back_what_has_no_owner_any_more) {
  object o;
  foreigner([&] { ops::increment(o); });
  ops::decrement(o);
  EXPECT_FALSE(queue::queue(o));
  expect_words(o, false, 0, 1, biased_word::merged);
}

TEST_F(biased_count_test, an_owner_that_leaves_drains_its_queue) {
  object* o = nullptr;
  std::latch made(1), dropped(1);
  owner_id maker = nobody;
  std::thread owner([&] {
    const membership m;
    maker = queue::self();
    o = new object;
    made.count_down();
    dropped.wait();
  });
  made.wait();
  ops::decrement(*o);
  expect_words(*o, true, 1, 0, biased_word::queued);
  dropped.count_down();
  owner.join();
  EXPECT_EQ(o->deaths, 1);
  EXPECT_EQ(o->killer, maker);
  delete o;
}

TEST_F(biased_count_test, an_orphan_is_merged_by_whoever_drops_first) {
  object* o = nullptr;
  foreigner([&] {
    o = new object;
    ops::increment(*o);
  });
  expect_words(*o, true, 2, 0, biased_word::fresh);
  ops::decrement(*o);
  expect_words(*o, false, 0, 1, biased_word::merged);
  ops::decrement(*o);
  EXPECT_EQ(o->deaths, 1);
  EXPECT_EQ(o->killer, queue::self());
  delete o;
}

TEST_F(biased_count_test, an_immortal_object_is_never_written) {
  object o;
  ops::immortalise(o);
  foreigner([&] { ops::decrement(o); });
  for (int i = 0; i < 3; ++i) ops::decrement(o);
  ops::increment(o);
  EXPECT_TRUE(ops::try_increment(o));
  expect_words(o, false, immortal_count, 0, biased_word::fresh);  // and nobody's
  EXPECT_EQ(o.deaths, 0);
}

TEST_F(biased_count_test, a_try_succeeds_only_where_the_owner_must_look) {
  object o;
  foreigner([&] { EXPECT_FALSE(ops::try_increment(o)); });
  EXPECT_TRUE(ops::try_increment(o));  // the owner itself
  ops::expect_try_increment(o);
  expect_words(o, true, 2, 0, biased_word::maybe_weakref);
  foreigner([&] { EXPECT_TRUE(ops::try_increment(o)); });
  expect_words(o, true, 2, 1, biased_word::maybe_weakref);
  ops::decrement(o);
  ops::decrement(o);
  expect_words(o, false, 0, 1, biased_word::merged);
  foreigner([&] { ops::decrement(o); });
  EXPECT_EQ(o.deaths, 1);
  foreigner([&] { EXPECT_FALSE(ops::try_increment(o)); });
}

TEST_F(biased_count_test, a_weakly_referenced_object_is_donated_too) {
  object o;
  ops::expect_try_increment(o);
  foreigner([&] { ops::decrement(o); });
  expect_words(o, true, 1, 0, biased_word::queued);
  ops::expect_try_increment(o);  // the state never goes back
  expect_words(o, true, 1, 0, biased_word::queued);
  _m.safepoint();
  EXPECT_EQ(o.deaths, 1);
}

}  // namespace
}  // namespace contend::model
