// What every reclamation scheme promises (contend/subject/reclaimer.hpp), one body for all.
#include "drive.hpp"
#include "reclaim_fixture.hpp"

#include <suites/reclaim/designs.hpp>
#include <suites/reclaim/read_mostly.hpp>
#include <suites/reclaim/stalled_reader.hpp>
#include <suites/reclaim/turnover.hpp>

#include <gtest/gtest.h>

#include <optional>

namespace contend {
namespace {

template <class List>
struct tested;
template <class... R>
struct tested<type_list<R...>> {
  using types = testing::Types<R...>;
};

template <class R>
class reclaim_conformance : public reclaim_fixture<R> {};
TYPED_TEST_SUITE(reclaim_conformance, tested<suites::reclaimers>::types, by_name);

TYPED_TEST(reclaim_conformance, a_place_holds_what_was_put_there) {
  using R = TypeParam;
  auto* const first = this->make(1);
  typename TestFixture::place_type place(first);
  typename R::thread membership;
  const attached here(membership);
  {
    typename TestFixture::guard_type guard;
    EXPECT_EQ(guard.protect(place), first);
  }
  auto* const second = this->make(2);
  EXPECT_EQ(place.exchange(second), first);
  {
    typename TestFixture::guard_type guard;
    EXPECT_EQ(guard.protect(place), second);
  }
  R::retire(first);
  EXPECT_EQ(place.exchange(nullptr), second);
  {
    typename TestFixture::guard_type guard;
    EXPECT_EQ(guard.protect(place), nullptr);
  }
  R::retire(second);
}

TYPED_TEST(reclaim_conformance, what_is_protected_is_kept) {
  EXPECT_TRUE(this->kept_while_guarded());
}

TYPED_TEST(reclaim_conformance, what_is_not_protected_is_freed_in_time) {
  if (!TypeParam::traits.frees) GTEST_SKIP() << TypeParam::traits.cannot;
  typename TypeParam::thread membership;
  const attached here(membership);
  auto* const object = this->make(1);
  object->gone = &this->gone_a;
  TypeParam::retire(object);
  EXPECT_TRUE(this->comes_true(membership, [&] { return this->gone_a.load(); }));
}

TYPED_TEST(reclaim_conformance, nested_guards_protect_each_its_own) {
  using R = TypeParam;
  typename TestFixture::place_type a(this->make(1)), b(this->make(2));
  this->in_another_thread_while_guarding(
      [&](auto hold) {
        typename TestFixture::guard_type outer;
        auto* const seen_a = outer.protect(a);
        seen_a->gone = &this->gone_a;
        {
          typename TestFixture::guard_type inner;
          auto* const seen_b = inner.protect(b);
          seen_b->gone = &this->gone_b;
          hold();
          EXPECT_EQ(seen_b->life.value(), 2u);
        }
        hold();
        EXPECT_EQ(seen_a->life.value(), 1u);
      },
      [&](auto& membership) {
        R::retire(a.exchange(nullptr));
        R::retire(b.exchange(nullptr));
        this->churn(membership);
        EXPECT_FALSE(this->gone_a);
        EXPECT_FALSE(this->gone_b);
      },
      [&](auto& membership) {
        this->churn(membership);
        EXPECT_FALSE(this->gone_a) << "the inner guard's end is not the outer one's";
      });
}

TYPED_TEST(reclaim_conformance, the_books_tell_what_is_pending_and_end_at_zero) {
  using R = TypeParam;
  ASSERT_EQ(R::pending(), 0u);
  {
    typename R::thread membership;
    const attached here(membership);
    R::retire(this->make(1), 5000);
    EXPECT_EQ(R::pending(), 5000u);
    R::retire(this->make(2));
    EXPECT_EQ(R::pending(), 5000u + sizeof(typename TestFixture::node_type));
  }
  R::collect();
  EXPECT_EQ(R::pending(), 0u);
  EXPECT_EQ(this->alive(), 0u);
}

TYPED_TEST(reclaim_conformance, a_detached_member_holds_nobody_up) {
  if (!TypeParam::traits.frees) GTEST_SKIP() << TypeParam::traits.cannot;
  using R = TypeParam;
  this->in_another_thread(
      [&](auto& membership, auto hold) {
        membership.attach();
        membership.detach();
        hold();
      },
      [&](auto& membership) {
        auto* const object = this->make(1);
        object->gone = &this->gone_a;
        R::retire(object);
        EXPECT_TRUE(this->comes_true(membership, [&] { return this->gone_a.load(); }));
      });
}

TYPED_TEST(reclaim_conformance, a_stalled_reader_holds_up_what_the_traits_say) {
  using R = TypeParam;
  if (!R::traits.frees) GTEST_SKIP() << R::traits.cannot;
  typename TestFixture::place_type place(this->make(1));
  this->in_another_thread_while_guarding(
      [&](auto hold) {
        typename TestFixture::guard_type guard;
        (void)guard.protect(place);
        hold();
        hold();
      },
      [&](auto& membership) {
        constexpr std::size_t many = 4000, bytes = many * sizeof(typename TestFixture::node_type);
        this->churn(membership, many);
        if (R::traits.bounded_garbage) {
          EXPECT_LT(R::pending(), bytes / 4);
        } else {
          EXPECT_GT(R::pending(), bytes / 2);
        }
      },
      [](auto&) {});
  R::retire(place.exchange(nullptr));
}

TYPED_TEST(reclaim_conformance, members_that_come_and_go_leave_nothing_for_good) {
  if (!TypeParam::traits.frees) GTEST_SKIP() << TypeParam::traits.cannot;
  // A few objects a membership: fewer than any scheme waits for.
  constexpr std::size_t limit = 1000 * sizeof(typename TestFixture::node_type);
  for (int i = 0; i < 2000; ++i) {
    {
      typename TypeParam::thread membership;
      const attached here(membership);
      for (int k = 0; k < 3; ++k) TypeParam::retire(this->make(1));
      membership.safepoint();
    }
    // A thread of the scheme's own gets the time that it needs.
    for (int ms = 0; ms < 2000 && TypeParam::traits.own_thread; ++ms) {
      if (TypeParam::pending() < limit / 2) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ASSERT_LT(TypeParam::pending(), limit);
  }
}

TYPED_TEST(reclaim_conformance, leftovers_of_a_thread_that_ended_are_freed_by_others) {
  if (!TypeParam::traits.frees) GTEST_SKIP() << TypeParam::traits.cannot;
  using R = TypeParam;
  // This one stays a member, so that the other cannot know that it is alone.
  typename R::thread membership;
  membership.attach();
  std::thread([&] {
    typename R::thread short_lived;
    const attached here(short_lived);
    auto* const object = this->make(1);
    object->gone = &this->gone_a;
    R::retire(object);
  }).join();
  EXPECT_TRUE(this->comes_true(membership, [&] { return this->gone_a.load(); }));
  membership.detach();
}

TYPED_TEST(reclaim_conformance, a_destructor_may_retire) {
  using R = TypeParam;
  // Each waits for its turn: a grace period a link, on a thread of the scheme's own.
  constexpr int length = R::traits.own_thread ? 10 : 20000;
  typename TestFixture::node_type* chain = nullptr;
  for (int i = 0; i < length; ++i) {
    auto* const link = this->make(1);
    link->next = chain;
    chain = link;
  }
  {
    typename R::thread membership;
    const attached here(membership);
    R::retire(chain);
    this->churn(membership);
  }
  R::collect();
  EXPECT_EQ(this->alive(), 0u);
}

TYPED_TEST(reclaim_conformance, when_no_member_is_left_anybody_may_retire) {
  TypeParam::retire(this->make(1));
  TypeParam::collect();
  EXPECT_EQ(this->alive(), 0u);
}

TYPED_TEST(reclaim_conformance, a_thread_may_be_a_member_twice) {
  using R = TypeParam;
  typename TestFixture::place_type place(this->make(1));
  this->in_another_thread_while_guarding(
      [&](auto hold) {
        typename TestFixture::guard_type guard;
        guard.protect(place)->gone = &this->gone_a;
        {
          typename R::thread second;
          const attached here(second);
        }
        hold();
        hold();
      },
      [&](auto& membership) {
        R::retire(place.exchange(nullptr));
        this->churn(membership);
        EXPECT_FALSE(this->gone_a);
      },
      [](auto&) {});
}

TYPED_TEST(reclaim_conformance, read_mostly_holds) {
  for (const unsigned threads : {1u, 4u}) {
    const auto r =
        drive<suites::read_mostly<TypeParam>>(threads, 500, {{"replace", "30"}, {"objects", "2"}});
    EXPECT_EQ(r.wrong, std::nullopt) << threads << " threads";
    EXPECT_EQ(r.total.succeeded, threads * 500u);
  }
}

TYPED_TEST(reclaim_conformance, stalled_reader_holds) {
  for (const char* stall : {"0", "1"}) {
    const auto r = drive<suites::stalled_reader<TypeParam>>(3, 2000, {{"stall_ms", stall}});
    EXPECT_EQ(r.wrong, std::nullopt) << stall << " ms";
    EXPECT_EQ(r.total.succeeded, 2 * 2000u) << "two of three replace";
  }
}

TYPED_TEST(reclaim_conformance, turnover_holds) {
  for (const unsigned threads : {1u, 3u}) {
    const auto r = drive<suites::turnover<TypeParam>>(threads, 200, {{"retired", "4"}});
    EXPECT_EQ(r.wrong, std::nullopt) << threads << " threads";
    EXPECT_EQ(r.total.succeeded, threads * 200u);
  }
}

TYPED_TEST(reclaim_conformance, what_is_out_of_range_is_refused) {
  EXPECT_THROW(drive<suites::read_mostly<TypeParam>>(1, 1, {{"replace", "101"}, {"objects", "1"}}),
               std::invalid_argument);
  EXPECT_THROW(drive<suites::read_mostly<TypeParam>>(1, 1, {{"replace", "1"}, {"objects", "0"}}),
               std::invalid_argument);
  EXPECT_THROW(drive<suites::stalled_reader<TypeParam>>(2, 1, {{"stall_ms", "-1"}}),
               std::invalid_argument);
  EXPECT_THROW(drive<suites::turnover<TypeParam>>(1, 1, {{"retired", "0"}}), std::invalid_argument);
}

}  // namespace
}  // namespace contend
