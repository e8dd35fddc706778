// What every design with weak references promises (contend/subject/weak.hpp), one body for all.
#include "drive.hpp"

#include <contend/load/ledger.hpp>
#include <suites/weakref/designs.hpp>
#include <suites/weakref/upgrade_storm.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <latch>
#include <thread>
#include <utility>
#include <vector>

namespace contend {
namespace {

template <class List>
struct as_types;
template <class... P>
struct as_types<type_list<P...>> {
  using types = testing::Types<P...>;
};

/// Runs `body` on as many threads at once, each a member while it does.
template <class P, class Body>
void on_members(int count, Body body) {
  std::latch all(count);
  std::vector<std::thread> team;
  for (int i = 0; i < count; ++i) {
    team.emplace_back([&, i] {
      typename P::thread membership;
      const attached here(membership);
      all.arrive_and_wait();
      body(i);
      membership.safepoint();
    });
  }
  for (auto& t : team) t.join();
}

template <class P>
class weak_handle : public testing::Test {
 protected:
  using ref = typename P::template ref<tracked>;
  using weak_ref = typename P::template weak<tracked>;

  ref make(std::uint64_t value = 7) { return P::template make<tracked>(_book, value); }
  [[nodiscard]] std::uint64_t alive() const { return _book.total_born() - _book.total_died(); }
  void SetUp() override { _membership.attach(); }
  void TearDown() override {
    _membership.safepoint();
    _membership.detach();
    EXPECT_EQ(_book.verify(), std::nullopt);
  }

  ledger _book;
  typename P::thread _membership;
};

TYPED_TEST_SUITE(weak_handle, as_types<suites::weak_designs>::types, by_name);

TYPED_TEST(weak_handle, null_is_false_upgrades_to_null_and_can_be_copied_moved_and_reset) {
  typename TestFixture::weak_ref none, copy = none, moved = std::move(copy);
  moved.reset();
  none = moved;
  EXPECT_FALSE(none);
  EXPECT_FALSE(moved);
  EXPECT_FALSE(TypeParam::upgrade(none));
}

TYPED_TEST(weak_handle, leads_to_its_object) {
  const auto strong = this->make();
  const auto weak = TypeParam::downgrade(strong);
  EXPECT_TRUE(weak);
  const auto again = TypeParam::upgrade(weak);
  ASSERT_TRUE(again);
  EXPECT_EQ(&TypeParam::get(again), &TypeParam::get(strong));
}

TYPED_TEST(weak_handle, does_not_keep_the_object_and_is_not_null_when_it_has_died) {
  auto strong = this->make();
  const auto weak = TypeParam::downgrade(strong);
  strong.reset();
  EXPECT_EQ(this->alive(), 0u);
  EXPECT_TRUE(weak);
  EXPECT_FALSE(TypeParam::upgrade(weak));
  EXPECT_FALSE(TypeParam::upgrade(weak));
}

TYPED_TEST(weak_handle, does_not_take_a_later_object_for_its_own) {
  auto strong = this->make();
  const auto weak = TypeParam::downgrade(strong);
  strong.reset();
  // One of them is likely to get the memory, if it is free.
  std::vector<typename TestFixture::ref> later;
  for (int i = 0; i < 64; ++i) later.push_back(this->make());
  EXPECT_FALSE(TypeParam::upgrade(weak));
  for (const auto& r : later) {
    const auto other = TypeParam::downgrade(r);
    EXPECT_TRUE(TypeParam::upgrade(other));
    EXPECT_FALSE(TypeParam::upgrade(weak));
  }
}

TYPED_TEST(weak_handle, an_upgrade_keeps_the_object) {
  auto strong = this->make();
  const auto weak = TypeParam::downgrade(strong);
  auto upgraded = TypeParam::upgrade(weak);
  strong.reset();
  EXPECT_EQ(this->alive(), 1u);
  EXPECT_TRUE(TypeParam::upgrade(weak));
  EXPECT_EQ(TypeParam::get(upgraded).value(), 7u);
  upgraded.reset();
  EXPECT_EQ(this->alive(), 0u);
  EXPECT_FALSE(TypeParam::upgrade(weak));
}

TYPED_TEST(weak_handle, copies_and_moves_lead_to_the_same_object_and_outlive_each_other) {
  const auto strong = this->make(1), other = this->make(2);
  auto first = TypeParam::downgrade(strong);
  auto copy = first;
  const auto moved = std::move(first);
  copy = TypeParam::downgrade(other);
  copy = moved;
  auto& same = copy;
  copy = same;
  EXPECT_EQ(&TypeParam::get(TypeParam::upgrade(moved)), &TypeParam::get(strong));
  EXPECT_EQ(&TypeParam::get(TypeParam::upgrade(copy)), &TypeParam::get(strong));
  copy.reset();
  EXPECT_FALSE(copy);
  EXPECT_TRUE(TypeParam::upgrade(moved));
}

TYPED_TEST(weak_handle, when_all_are_gone_the_object_gets_new_ones) {
  auto strong = this->make();
  for (int i = 0; i < 3; ++i) {
    auto weak = TypeParam::downgrade(strong), second = TypeParam::downgrade(strong);
    EXPECT_TRUE(TypeParam::upgrade(weak));
    weak.reset();
    EXPECT_TRUE(TypeParam::upgrade(second));
  }
  EXPECT_EQ(this->alive(), 1u);
  strong.reset();
  EXPECT_EQ(this->alive(), 0u);
}

/// Asks for itself when it is too late.
template <class P>
struct introvert {
  explicit introvert(ledger& book, bool& seen) : life(book), found(seen) {}
  ~introvert() { found = static_cast<bool>(P::upgrade(self)); }
  tracked life;
  bool& found;
  typename P::template weak<introvert> self;
};

TYPED_TEST(weak_handle, the_destructor_cannot_get_the_object_back) {
  bool found = true;
  auto strong = TypeParam::template make<introvert<TypeParam>>(this->_book, found);
  TypeParam::get(strong).self = TypeParam::downgrade(strong);
  EXPECT_TRUE(TypeParam::upgrade(TypeParam::get(strong).self));
  strong.reset();
  EXPECT_FALSE(found);
  EXPECT_EQ(this->alive(), 0u);
}

template <class P>
struct child;
template <class P>
struct parent {
  explicit parent(ledger& book) : life(book) {}
  tracked life;
  typename P::template ref<child<P>> down;
};
template <class P>
struct child {
  explicit child(ledger& book) : life(book) {}
  tracked life;
  typename P::template weak<parent<P>> up;
};

TYPED_TEST(weak_handle, a_way_back_that_is_weak_is_no_cycle) {
  auto top = TypeParam::template make<parent<TypeParam>>(this->_book);
  TypeParam::get(top).down = TypeParam::template make<child<TypeParam>>(this->_book);
  TypeParam::get(TypeParam::get(top).down).up = TypeParam::downgrade(top);
  auto bottom = TypeParam::get(top).down;
  EXPECT_TRUE(TypeParam::upgrade(TypeParam::get(bottom).up));
  top.reset();
  EXPECT_FALSE(TypeParam::upgrade(TypeParam::get(bottom).up));
  bottom.reset();
  EXPECT_EQ(this->alive(), 0u);
}

TYPED_TEST(weak_handle, outlives_the_thread_that_made_it) {
  typename TestFixture::ref strong;
  typename TestFixture::weak_ref weak;
  on_members<TypeParam>(1, [&](int) {
    strong = this->make();
    weak = TypeParam::downgrade(strong);
  });
  EXPECT_TRUE(TypeParam::upgrade(weak));
  EXPECT_TRUE(TypeParam::upgrade(TypeParam::downgrade(strong)));
  strong.reset();
  EXPECT_EQ(this->alive(), 0u);
  EXPECT_FALSE(TypeParam::upgrade(weak));
}

TYPED_TEST(weak_handle, may_be_dropped_last_by_another_member) {
  auto strong = this->make();
  auto weak = TypeParam::downgrade(strong);
  strong.reset();
  on_members<TypeParam>(1, [&](int) {
    EXPECT_FALSE(TypeParam::upgrade(weak));
    weak.reset();
  });
}

TYPED_TEST(weak_handle, another_member_upgrades_and_drops_last) {
  auto strong = this->make();
  const auto weak = TypeParam::downgrade(strong);
  std::latch upgraded(1), dropped(1);
  std::thread other([&] {
    typename TypeParam::thread membership;
    const attached here(membership);
    auto mine = TypeParam::upgrade(weak);
    upgraded.count_down();
    dropped.wait();
    EXPECT_TRUE(mine);
    EXPECT_EQ(TypeParam::get(mine).value(), 7u);
    mine.reset();
    membership.safepoint();
  });
  upgraded.wait();
  strong.reset();
  EXPECT_EQ(this->alive(), 1u);
  dropped.count_down();
  other.join();
  this->_membership.safepoint();
  EXPECT_EQ(this->alive(), 0u);
  EXPECT_FALSE(TypeParam::upgrade(weak));
}

TYPED_TEST(weak_handle, many_make_the_first_one_at_once) {
  constexpr int threads = 4;
  for (int round = 0; round < 200; ++round) {
    const auto strong = this->make();
    std::vector<typename TestFixture::ref> refs(threads, strong);
    std::atomic<int> found{0};
    on_members<TypeParam>(threads, [&](int i) {
      const auto mine = std::move(refs[static_cast<std::size_t>(i)]);
      const auto weak = TypeParam::downgrade(mine);
      const auto back = TypeParam::upgrade(weak);
      // Relaxed: read after the joins.
      if (back && &TypeParam::get(back) == &TypeParam::get(mine)) {
        found.fetch_add(1, std::memory_order_relaxed);
      }
    });
    ASSERT_EQ(found.load(), threads);
    this->_membership.safepoint();
  }
}

TYPED_TEST(weak_handle, an_upgrade_races_with_the_last_drop) {
  for (int round = 0; round < 300; ++round) {
    auto strong = this->make();
    const auto weak = TypeParam::downgrade(strong);
    on_members<TypeParam>(2, [&](int i) {
      if (i == 0) {
        strong.reset();
        return;
      }
      const auto mine = weak;
      bool failed = false;
      for (int k = 0; k < 8; ++k) {
        const auto got = TypeParam::upgrade(mine);
        EXPECT_FALSE(got && failed) << "dead, but came back";
        failed = failed || !got;
        if (got) {
          EXPECT_EQ(TypeParam::get(got).value(), 7u);
        }
      }
    });
    this->_membership.safepoint();
    ASSERT_EQ(this->alive(), 0u);
    ASSERT_FALSE(TypeParam::upgrade(weak));
  }
}

TYPED_TEST(weak_handle, upgrade_storm_holds) {
  for (const char* upgrades : {"1", "16"}) {
    for (const unsigned threads : {1u, 2u, 4u}) {
      const auto r =
          drive<suites::upgrade_storm<TypeParam>>(threads, 1000, {{"upgrades", upgrades}});
      EXPECT_EQ(r.wrong, std::nullopt) << threads << " threads";
      EXPECT_GT(r.total.succeeded, 0u);
    }
  }
}
}  // namespace
}  // namespace contend
