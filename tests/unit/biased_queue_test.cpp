// Who is a member, and what happens when one drains, leaves, or has left.
#include "biased_object.hpp"

#include <utility>
#include <vector>

namespace contend::model {
namespace {
using namespace biased_tests;

TEST(biased_membership_test, ids_are_never_used_twice) {
  const membership m;
  std::vector<owner_id> ids{queue::self()};
  for (int i = 0; i < 3; ++i) foreigner([&] { ids.push_back(queue::self()); });
  for (std::size_t i = 1; i < ids.size(); ++i) EXPECT_GT(ids[i], ids[i - 1]);
}

TEST(biased_membership_test, memberships_nest_and_end_with_the_last) {
  EXPECT_EQ(queue::self(), outsider);
  {
    const membership outer;
    const owner_id id = queue::self();
    EXPECT_NE(id, outsider);
    { const membership inner; }
    EXPECT_EQ(queue::self(), id);
  }
  EXPECT_EQ(queue::self(), outsider);
}

TEST(biased_membership_test, what_an_outsider_makes_has_no_owner) {
  object o;
  expect_words(o, false, 0, 1, biased_word::merged);
  ops::increment(o);
  ops::decrement(o);
  EXPECT_EQ(o.deaths, 0);
  ops::decrement(o);
  EXPECT_EQ(o.deaths, 1);
}

TEST(biased_membership_test, a_former_owner_is_a_foreigner) {
  object* o = nullptr;
  {
    const membership m;
    o = new object;
  }
  ops::increment(*o);
  expect_words(*o, true, 1, 1, biased_word::fresh);
  ops::decrement(*o);
  ops::decrement(*o);
  EXPECT_EQ(o->deaths, 1);
  delete o;
}

/// A destructor that drops, comes back to the safepoint, and joins and leaves.
struct busy {
  busy(int& d, biased::ref<busy> o) : deaths(d), other(std::move(o)) {}
  ~busy() {
    ++deaths;
    other.reset();
    queue::safepoint();
    const membership again;
  }
  int& deaths;
  biased::ref<busy> other;
};

TEST(biased_reentry_test, destructors_drop_more_while_draining) {
  int deaths = 0;
  membership m;
  auto inner = biased::make<busy>(deaths, biased::ref<busy>{});
  auto chain = biased::make<busy>(deaths, biased::make<busy>(deaths, inner));
  auto lone = biased::make<busy>(deaths, biased::ref<busy>{});
  foreigner([&] {
    lone.reset();
    inner.reset();  // merged in the middle of the chain's destruction
    chain.reset();
  });
  EXPECT_EQ(deaths, 0);
  EXPECT_EQ(m.queue_high_water(), 3u);
  m.safepoint();
  EXPECT_EQ(deaths, 4);
}

TEST(biased_reentry_test, destructors_drop_more_while_the_owner_leaves) {
  int deaths = 0;
  {
    const membership m;
    auto inner = biased::make<busy>(deaths, biased::ref<busy>{});
    auto outer = biased::make<busy>(deaths, inner);
    foreigner([&] {
      outer.reset();
      inner.reset();
    });
    EXPECT_EQ(deaths, 0);
  }
  EXPECT_EQ(deaths, 2);
}

}  // namespace
}  // namespace contend::model
