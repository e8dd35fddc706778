// The state machine of the published biased count, one transition a test, and its limits. A
// foreigner has ended before the test goes on, so every order here is the only one possible.
#include <contend/model/refcount/paper.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <latch>
#include <ostream>
#include <system_error>
#include <thread>
#include <utility>

namespace contend::model {
namespace {

// Rules of their own: a table that no other test in this program touches.
struct test_rules : paper_rules {};
struct two_names : paper_rules {
  static constexpr owner_id last_id = 2;
};

template <class Rules>
using membership_of = owner_membership<typename paper_ops<Rules>::queue>;

/// A header whose destruction is recorded and frees nothing: its words can be read afterwards.
template <class Rules>
struct object_of : paper_header {
  using ops = paper_ops<Rules>;
  object_of() : paper_header(&record, ops::queue::self()) {}
  static void die(paper_header* h) noexcept {
    ++static_cast<object_of*>(h)->deaths;
    static_cast<object_of*>(h)->killer = ops::queue::self();
  }
  static constexpr paper_type record{&die};
  int deaths = 0;
  owner_id killer = nobody;
};

template <class Rules, class Body>
void foreigner_of(Body body) {
  std::thread([&] {
    const membership_of<Rules> m;
    body();
  }).join();
}

using ops = paper_ops<test_rules>;
using queue = ops::queue;
using object = object_of<test_rules>;
template <class Body>
void foreigner(Body body) {
  foreigner_of<test_rules>(body);
}

struct words {
  owner_id tid = nobody;
  std::uint32_t biased = 0;
  std::int64_t shared = 0;
  bool merged = false, queued = false;
  friend bool operator==(const words&, const words&) = default;
};
std::ostream& operator<<(std::ostream& to, const words& w) {
  return to << "tid " << w.tid << " biased " << w.biased << " shared " << w.shared
            << (w.merged ? " merged" : "") << (w.queued ? " queued" : "");
}
words of(const paper_header& h) {
  const std::uint32_t b = h.biased.load(), s = h.shared.load();
  const paper_state state = paper_shared::read(s);
  return {paper_biased::tid(b), paper_biased::count(b), paper_overflow::count(h, s), state.merged,
          state.queued};
}

class paper_count_test : public testing::Test {
 protected:
  membership_of<test_rules> _m;
  const owner_id _me = queue::self();
};

// Figure 6 of the paper.
TEST_F(paper_count_test, a_private_object_lives_and_dies_in_the_biased_half) {
  object o;
  EXPECT_EQ(of(o), (words{.tid = _me, .biased = 1}));
  ops::increment(o);
  EXPECT_EQ(of(o), (words{.tid = _me, .biased = 2}));
  ops::decrement(o);
  ops::decrement(o);
  EXPECT_EQ(of(o), (words{.merged = true}));
  EXPECT_EQ(o.deaths, 1);
}

TEST_F(paper_count_test, a_shared_object_is_merged_by_its_owner_and_freed_by_the_last) {
  object o;
  foreigner([&] { ops::increment(o); });
  EXPECT_EQ(of(o), (words{.tid = _me, .biased = 1, .shared = 1}));
  ops::decrement(o);
  EXPECT_EQ(of(o), (words{.shared = 1, .merged = true}));
  EXPECT_EQ(o.deaths, 0);
  foreigner([&] {
    ops::decrement(o);
    EXPECT_EQ(o.killer, queue::self());
  });
  EXPECT_EQ(of(o), (words{.merged = true}));
  EXPECT_EQ(o.deaths, 1);
}

TEST_F(paper_count_test, the_first_negative_count_is_queued_and_counts) {
  object o;
  ops::increment(o);
  foreigner([&] {
    ops::decrement(o);
    EXPECT_EQ(of(o), (words{.tid = _me, .biased = 2, .shared = -1, .queued = true}));
    ops::decrement(o);
  });
  EXPECT_EQ(of(o), (words{.tid = _me, .biased = 2, .shared = -2, .queued = true}));
  EXPECT_EQ(_m.queue_high_water(), 1u);
  EXPECT_EQ(ops::count(o), 0);  // nobody's: it waits for its owner
  EXPECT_EQ(o.deaths, 0);
  _m.safepoint();
  EXPECT_EQ(of(o), (words{.merged = true}));
  EXPECT_EQ(o.deaths, 1);
  EXPECT_EQ(o.killer, _me);
}

TEST_F(paper_count_test, merging_keeps_what_is_still_referenced) {
  object o;
  ops::increment(o);
  foreigner([&] { ops::decrement(o); });
  _m.safepoint();
  EXPECT_EQ(of(o), (words{.shared = 1, .merged = true}));
  EXPECT_EQ(o.deaths, 0);
  foreigner([&] { ops::increment(o); });
  ops::decrement(o);
  ops::decrement(o);
  EXPECT_EQ(o.deaths, 1);
}

/// Below zero, back again, and merged by the owner's last drop while it is still in the list.
void come_back(object& o) {
  ops::increment(o);
  foreigner([&] {
    ops::decrement(o);
    ops::increment(o);
  });
  ops::decrement(o);
}

TEST_F(paper_count_test, the_owner_s_last_drop_does_not_free_what_is_queued) {
  object o;
  come_back(o);
  EXPECT_EQ(of(o), (words{.tid = _me, .biased = 1, .queued = true}));
  ops::decrement(o);
  EXPECT_EQ(of(o), (words{.merged = true, .queued = true}));
  EXPECT_EQ(o.deaths, 0);
  _m.safepoint();
  EXPECT_EQ(o.deaths, 1);
}

TEST_F(paper_count_test, a_foreigner_s_last_drop_does_not_free_what_is_queued) {
  object o;
  come_back(o);
  foreigner([&] { ops::increment(o); });
  ops::decrement(o);
  EXPECT_EQ(of(o), (words{.shared = 1, .merged = true, .queued = true}));
  foreigner([&] { ops::decrement(o); });
  EXPECT_EQ(o.deaths, 0);
  _m.safepoint();
  EXPECT_EQ(of(o), (words{.merged = true}));
  EXPECT_EQ(o.deaths, 1);
}

TEST_F(paper_count_test, an_owner_that_leaves_drains_its_list) {
  object* o = nullptr;
  std::latch made(1), dropped(1);
  owner_id maker = nobody;
  std::thread owner([&] {
    const membership_of<test_rules> m;
    maker = queue::self();
    o = new object;
    made.count_down();
    dropped.wait();
  });
  made.wait();
  ops::decrement(*o);
  EXPECT_EQ(of(*o), (words{.tid = maker, .biased = 1, .shared = -1, .queued = true}));
  dropped.count_down();
  owner.join();
  EXPECT_EQ(o->deaths, 1);
  EXPECT_EQ(o->killer, maker);
  delete o;
}

TEST_F(paper_count_test, an_orphan_is_merged_by_whoever_finds_it_negative) {
  object* o = nullptr;
  foreigner([&] {
    o = new object;
    ops::increment(*o);
  });
  ops::decrement(*o);
  EXPECT_EQ(of(*o), (words{.shared = 1, .merged = true}));
  ops::decrement(*o);
  EXPECT_EQ(o->deaths, 1);
  EXPECT_EQ(o->killer, _me);
  delete o;
}

TEST(paper_membership_test, what_an_outsider_makes_has_no_owner) {
  object o;
  EXPECT_EQ(of(o), (words{.shared = 1, .merged = true}));
  ops::increment(o);
  ops::decrement(o);
  EXPECT_EQ(o.deaths, 0);
  ops::decrement(o);
  EXPECT_EQ(o.deaths, 1);
}

TEST_F(paper_count_test, a_full_biased_half_spills_into_the_shared_one) {
  object o;
  for (int i = 0; i < 20000; ++i) ops::increment(o);
  EXPECT_EQ(of(o), (words{.tid = _me, .biased = paper_biased::most, .shared = 20001 - 16383}));
  for (int i = 0; i < 20000; ++i) ops::decrement(o);
  EXPECT_EQ(ops::count(o), 1);
  EXPECT_EQ(o.deaths, 0);
  ops::decrement(o);
  EXPECT_EQ(o.deaths, 1);
}

TEST_F(paper_count_test, a_full_shared_half_moves_to_the_table_and_back) {
  object o;
  foreigner([&] {
    for (int i = 0; i < 8191; ++i) ops::increment(o);
    EXPECT_EQ(o.shared.load() & paper_shared::elsewhere, 0u);
    for (int i = 0; i < 8191; ++i) ops::increment(o);
    EXPECT_NE(o.shared.load() & paper_shared::elsewhere, 0u);
    EXPECT_EQ(of(o), (words{.tid = _me, .biased = 1, .shared = 16382}));
  });
  ops::decrement(o);
  EXPECT_EQ(of(o), (words{.shared = 16382, .merged = true}));
  for (int i = 0; i < 16381; ++i) ops::decrement(o);
  EXPECT_EQ(o.shared.load() & paper_shared::elsewhere, 0u);
  EXPECT_EQ(o.deaths, 0);
  ops::decrement(o);
  EXPECT_EQ(o.deaths, 1);
}

TEST_F(paper_count_test, a_shared_half_may_overflow_downwards_while_the_owner_does_not_look) {
  object o;
  for (int i = 0; i < 9999; ++i) ops::increment(o);
  foreigner([&] {
    for (int i = 0; i < 9999; ++i) ops::decrement(o);
  });
  EXPECT_NE(o.shared.load() & paper_shared::elsewhere, 0u);
  EXPECT_EQ(of(o), (words{.tid = _me, .biased = 10000, .shared = -9999, .queued = true}));
  EXPECT_EQ(_m.queue_high_water(), 1u);
  _m.safepoint();
  EXPECT_EQ(of(o), (words{.shared = 1, .merged = true}));
  EXPECT_EQ(o.shared.load() & paper_shared::elsewhere, 0u);
  ops::decrement(o);
  EXPECT_EQ(o.deaths, 1);
}

TEST(paper_ids_test, a_name_is_used_again_when_there_is_no_other) {
  using few = paper_ops<two_names>;
  const membership_of<two_names> m;
  const owner_id mine = few::queue::self();
  object_of<two_names>* o = nullptr;
  owner_id first = nobody;
  foreigner_of<two_names>([&] {
    first = few::queue::self();
    o = new object_of<two_names>;
    few::increment(*o);
    std::thread([] { EXPECT_THROW(membership_of<two_names>{}, std::system_error); }).join();
  });
  EXPECT_NE(first, mine);
  foreigner_of<two_names>([&] {
    // The heir owns what its namesake left.
    EXPECT_EQ(few::queue::self(), first);
    few::decrement(*o);
    EXPECT_EQ(of(*o), (words{.tid = first, .biased = 1}));
  });
  few::decrement(*o);
  EXPECT_EQ(o->deaths, 1);
  delete o;
}

/// A destructor that drops, comes back to the safepoint, and joins and leaves.
struct busy {
  using count = basic_paper_count<test_rules>;
  busy(int& d, count::ref<busy> o) : deaths(d), other(std::move(o)) {}
  ~busy() {
    ++deaths;
    other.reset();
    queue::safepoint();
    const membership_of<test_rules> again;
  }
  int& deaths;
  count::ref<busy> other;
};

TEST(paper_reentry_test, destructors_drop_more_while_draining_and_leaving) {
  using count = busy::count;
  int deaths = 0;
  {
    membership_of<test_rules> m;
    auto inner = count::make<busy>(deaths, count::ref<busy>{});
    auto chain = count::make<busy>(deaths, count::make<busy>(deaths, inner));
    foreigner([&] {
      inner.reset();
      chain.reset();
    });
    EXPECT_EQ(deaths, 0);
    m.safepoint();
    EXPECT_EQ(deaths, 3);
    auto late = count::make<busy>(deaths, count::ref<busy>{});
    foreigner([&] { late.reset(); });
    EXPECT_EQ(deaths, 3);
  }
  EXPECT_EQ(deaths, 4);
}

}  // namespace
}  // namespace contend::model
