// The slots on the bench.
#include "drive.hpp"
#include "slot_checks.hpp"

#include <contend/core/sanitizer.hpp>
#include <suites/refcount/designs.hpp>
#include <suites/refcount/slot_mix.hpp>

#include <gtest/gtest.h>

#include <latch>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

namespace contend {
namespace {

template <class List>
struct as_types;
template <class... P>
struct as_types<type_list<P...>> {
  using type = testing::Types<P...>;
};

template <class P>
class slot_of : public testing::Test {
 protected:
  void SetUp() override {
    if (built_for_tsan && !P::info.tsan_opaque.empty()) GTEST_SKIP() << P::info.tsan_opaque;
  }
};
TYPED_TEST_SUITE(slot_of, as_types<suites::slotted_designs>::type, by_name);

TYPED_TEST(slot_of, an_empty_one_gives_null) {
  slots::bench<TypeParam> b;
  {
    typename slots::bench<TypeParam>::slot place({});
    EXPECT_FALSE(place.load());
    EXPECT_FALSE(place.share());
    EXPECT_FALSE(place.exchange({}));
    place.store({});
    EXPECT_FALSE(place.load());
    EXPECT_FALSE(place.exchange(b.make(1)));
    EXPECT_EQ(TypeParam::get(place.load()).value(), 1u);
    place.store({});
    EXPECT_FALSE(place.load());
  }
  EXPECT_EQ(b.finish(), std::nullopt);
}

TYPED_TEST(slot_of, gives_what_was_put_in) {
  slots::bench<TypeParam> b;
  {
    auto first = b.make(1), second = b.make(2);
    typename slots::bench<TypeParam>::slot place(first);
    EXPECT_EQ(&TypeParam::get(place.load()), &TypeParam::get(first));
    EXPECT_EQ(&TypeParam::get(place.share()), &TypeParam::get(first));
    EXPECT_EQ(&TypeParam::get(place.exchange(second)), &TypeParam::get(first));
    EXPECT_EQ(&TypeParam::get(place.load()), &TypeParam::get(second));
    place.store(first);
    EXPECT_EQ(&TypeParam::get(place.load()), &TypeParam::get(first));
    EXPECT_EQ(b.alive(), 2u);
  }
  EXPECT_EQ(b.finish(), std::nullopt);
}

TYPED_TEST(slot_of, a_shared_reference_outlives_the_slot) {
  slots::bench<TypeParam> b;
  {
    typename slots::bench<TypeParam>::ref kept;
    {
      typename slots::bench<TypeParam>::slot place(b.make(3));
      kept = place.share();
      b.store_many(place);
    }
    EXPECT_EQ(TypeParam::get(kept).value(), 3u);
  }
  EXPECT_EQ(b.finish(), std::nullopt);
}

TYPED_TEST(slot_of, what_an_exchange_returns_may_go_back) {
  slots::bench<TypeParam> b;
  {
    typename slots::bench<TypeParam>::slot place(b.make(1));
    auto other = b.make(2);
    for (int i = 0; i < 101; ++i) other = place.exchange(std::move(other));
    EXPECT_EQ(TypeParam::get(other).value(), 1u);
    EXPECT_EQ(TypeParam::get(place.load()).value(), 2u);
    EXPECT_EQ(b.alive(), 2u);
  }
  EXPECT_EQ(b.finish(), std::nullopt);
}

/// Beyond what a split count can hold without moving a batch to the object.
TYPED_TEST(slot_of, thousands_of_loads_are_all_counted) {
  slots::bench<TypeParam> b;
  {
    typename slots::bench<TypeParam>::slot place(b.make(1));
    std::vector<typename slots::bench<TypeParam>::ref> held;
    for (int i = 0; i < 20000; ++i) held.push_back(place.share());
    auto out = place.exchange(b.make(2));
    held.clear();
    EXPECT_EQ(TypeParam::get(out).value(), 1u);
    for (int i = 0; i < 20000; ++i) EXPECT_EQ(TypeParam::get(place.load()).value(), 2u);
  }
  EXPECT_EQ(b.finish(), std::nullopt);
}

TYPED_TEST(slot_of, view_survives_stores) {
  EXPECT_EQ(slots::view_survives_stores<TypeParam>(), std::nullopt);
}
TYPED_TEST(slot_of, view_survives_exchange) {
  EXPECT_EQ(slots::view_survives_exchange<TypeParam>(), std::nullopt);
}
TYPED_TEST(slot_of, view_survives_the_slot) {
  EXPECT_EQ(slots::view_survives_the_slot<TypeParam>(), std::nullopt);
}
TYPED_TEST(slot_of, many_views_survive) {
  EXPECT_EQ(slots::many_views_survive<TypeParam>(), std::nullopt);
}
TYPED_TEST(slot_of, everything_stored_goes) {
  EXPECT_EQ(slots::everything_stored_goes<TypeParam>(), std::nullopt);
}

template <class P>
struct link {
  link(ledger& book, typename P::template ref<link> n) : life(book), next(std::move(n)) {}
  tracked life;
  typename P::template slot<link> next;
};

TYPED_TEST(slot_of, a_chain_of_slots_goes_with_its_head) {
  using chain = link<TypeParam>;
  slots::bench<TypeParam> b;
  {
    typename TypeParam::template ref<chain> head;
    for (int i = 0; i < 300; ++i) {
      head = TypeParam::template make<chain>(b.book, std::move(head));
    }
    typename TypeParam::template slot<chain> place(std::move(head));
    EXPECT_EQ(b.alive(), 300u);
    place.store({});
  }
  EXPECT_EQ(b.finish(), std::nullopt);
}

TYPED_TEST(slot_of, a_view_outlives_the_member_that_replaced_its_object) {
  slots::bench<TypeParam> b;
  {
    typename slots::bench<TypeParam>::slot place(b.make(7));
    const auto view = place.load();
    std::thread([&] {
      typename TypeParam::thread membership;
      const attached here(membership);
      b.store_many(place, 40);
    }).join();
    EXPECT_EQ(TypeParam::get(view).value(), 7u);
  }
  EXPECT_EQ(b.finish(), std::nullopt);
}

/// What a member leaves behind goes at the next safepoint of another, and not before.
TEST(cdrc_slot, leftovers_wait_for_no_more_than_a_safepoint) {
  slots::bench<model::cdrc> b;
  {
    slots::bench<model::cdrc>::slot place(b.make(7));
    const auto view = place.load();
    std::thread([&] {
      model::cdrc::thread membership;
      b.store_many(place, 40);
    }).join();
    b.membership->safepoint();
    EXPECT_EQ(model::cdrc::get(view).value(), 7u);
  }
  b.membership->safepoint();
  b.here.reset();
  b.membership.reset();
  EXPECT_EQ(b.alive(), 0u);
}

/// Two threads pass one slot: each exchange takes out what some other one put in.
TYPED_TEST(slot_of, exchanges_neither_lose_nor_double) {
  slots::bench<TypeParam> b;
  constexpr std::uint64_t each = 2000;
  std::uint64_t sums[2] = {0, 0};
  {
    typename slots::bench<TypeParam>::slot place(b.make(0));
    std::latch start(2);
    std::vector<std::thread> threads;
    for (std::uint64_t t = 0; t < 2; ++t) {
      threads.emplace_back([&, t] {
        typename TypeParam::thread membership;
        const attached here(membership);
        start.arrive_and_wait();
        for (std::uint64_t i = 1; i <= each; ++i) {
          const auto out = place.exchange(b.make(2 * i + t));
          sums[t] += TypeParam::get(out).value();
        }
      });
    }
    for (auto& t : threads) t.join();
    const std::uint64_t put = 2 * each * (each + 1) + each;
    EXPECT_EQ(sums[0] + sums[1] + TypeParam::get(place.load()).value(), put);
  }
  EXPECT_EQ(b.finish(), std::nullopt);
}

TYPED_TEST(slot_of, mix_holds) {
  for (const char* number : {"1", "10", "100"}) {
    for (const char* stores : {"0", "50", "100"}) {
      const auto r =
          drive<suites::slot_mix<TypeParam>>(3, 500, {{"slots", number}, {"stores", stores}});
      EXPECT_EQ(r.wrong, std::nullopt) << number << " slots, " << stores << " % stores";
      EXPECT_EQ(r.total.succeeded, 1500u);
    }
  }
}

TEST(slot_mix, refuses_what_it_cannot_do) {
  using load = suites::slot_mix<model::mutex_slot>;
  const auto with = [](const char* number, const char* stores) {
    return setting{.threads = 1, .params = parameters({{"slots", number}, {"stores", stores}})};
  };
  EXPECT_THROW(load(with("0", "10")), std::invalid_argument);
  EXPECT_THROW(load(with("100000001", "10")), std::invalid_argument);
  EXPECT_THROW(load(with("1", "-0.1")), std::invalid_argument);
  EXPECT_THROW(load(with("1", "100.1")), std::invalid_argument);
  EXPECT_THROW(load(with("1", "nan")), std::invalid_argument);
}

}  // namespace
}  // namespace contend
