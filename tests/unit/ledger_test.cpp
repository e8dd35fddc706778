// The oracle must see what it is for: an object that dies twice, never, or is used when dead.
#include <contend/load/ledger.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <thread>
#include <vector>

namespace {

using contend::ledger;
using contend::tracked;

/// A tracked object in memory that outlives it, so that a second death is no use after free.
struct grave {
  alignas(tracked) std::byte bytes[sizeof(tracked)];
  tracked* bear(ledger& book, std::uint64_t value = 0) { return new (bytes) tracked(book, value); }
};

TEST(ledger, is_content_when_all_born_have_died) {
  const auto book = std::make_unique<ledger>();
  for (int i = 0; i < 10; ++i) {
    const tracked object(*book, 7);
    EXPECT_EQ(object.value(), 7u);
  }
  EXPECT_EQ(book->total_born(), 10u);
  EXPECT_EQ(book->total_died(), 10u);
  EXPECT_EQ(book->verify(), std::nullopt);
}

TEST(ledger, sees_a_leak) {
  const auto book = std::make_unique<ledger>();
  grave place;
  tracked* const leaked = place.bear(*book);
  EXPECT_TRUE(book->verify().has_value());
  EXPECT_EQ(book->verify(1), std::nullopt) << "one is expected to be alive";
  leaked->~tracked();
  EXPECT_EQ(book->verify(), std::nullopt);
  EXPECT_TRUE(book->verify(1).has_value()) << "one fewer than expected is as wrong";
}

TEST(ledger, sees_a_double_death) {
  const auto book = std::make_unique<ledger>();
  grave place;
  tracked* const object = place.bear(*book);
  object->~tracked();
  object->~tracked();
  EXPECT_EQ(book->total_corrupt(), 1u);
  EXPECT_EQ(book->total_died(), 1u);
  ASSERT_TRUE(book->verify().has_value());
}

TEST(ledger, a_double_death_does_not_hide_a_leak) {
  // One dies twice, one never: births and deaths would balance.
  const auto book = std::make_unique<ledger>();
  grave one, other;
  tracked* const twice = one.bear(*book);
  (void)other.bear(*book);
  twice->~tracked();
  twice->~tracked();
  EXPECT_TRUE(book->verify().has_value());
}

TEST(ledger, sees_a_use_after_death) {
  const auto book = std::make_unique<ledger>();
  grave place;
  tracked* const object = place.bear(*book, 5);
  object->~tracked();
  (void)object->value();
  EXPECT_EQ(book->total_corrupt(), 1u);
  EXPECT_TRUE(book->verify().has_value());
}

TEST(ledger, counts_across_threads_beyond_its_shards) {
  // More threads in this process' life than shards: the late ones share one, and lose nothing.
  const auto book = std::make_unique<ledger>();
  constexpr int rounds = 90, team = 4, births = 100;
  for (int round = 0; round < rounds; ++round) {
    std::vector<std::thread> threads;
    for (int i = 0; i < team; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < births; ++n) const tracked object(*book);
      });
    }
    for (std::thread& t : threads) t.join();
  }
  EXPECT_EQ(book->total_born(), std::uint64_t{rounds} * team * births);
  EXPECT_EQ(book->verify(), std::nullopt);
}

TEST(ledger, births_and_deaths_may_be_on_different_threads) {
  const auto book = std::make_unique<ledger>();
  std::vector<std::unique_ptr<tracked>> objects;
  for (std::uint64_t i = 0; i < 1000; ++i) objects.push_back(std::make_unique<tracked>(*book, i));
  std::thread([&] { objects.clear(); }).join();
  EXPECT_EQ(book->verify(), std::nullopt);
}

}  // namespace
