// Every exporter does what the concept says, alone and under all loads of views.
#include "asked_bytes.hpp"
#include "drive.hpp"

#include <suites/buffers/late_views.hpp>
#include <suites/buffers/resizing_owner.hpp>
#include <suites/buffers/short_views.hpp>
#include <suites/buffers/slices.hpp>
#include <suites/buffers/view_designs.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <thread>

namespace contend {
namespace {

using namespace suites;

class counting_end final : public exporter_end {
 public:
  void ended(std::span<std::byte> b) noexcept override {
    ++times;
    bytes = b.size();
  }
  unsigned times = 0;
  std::size_t bytes = 0;
};

constexpr auto nothing = [](std::span<std::byte>) {};

template <class E>
class view_contract : public testing::Test {
 protected:
  typename E::owner make(std::size_t n) {
    return E::make(
        n, [](std::span<std::byte> b) { view_bytes::write(b, 7); }, &end);
  }
  counting_end end;
};

template <class>
struct tested;
template <class... E>
struct tested<type_list<E...>> {
  using types = testing::Types<E...>;
};

TYPED_TEST_SUITE(view_contract, tested<pinning_designs>::types, by_name);

TYPED_TEST(view_contract, shows_what_was_written_and_zero_else) {
  auto owner = TypeParam::make(64, [](std::span<std::byte> b) {
    EXPECT_EQ(b.size(), 64u);
    EXPECT_TRUE(std::all_of(b.begin(), b.end(), [](std::byte x) { return x == std::byte{0}; }));
    b[3] = std::byte{5};
  });
  const auto view = owner.view();
  ASSERT_EQ(view.bytes().size(), 64u);
  EXPECT_EQ(view.bytes()[3], std::byte{5});
  EXPECT_EQ(view.bytes()[4], std::byte{0});
}

TYPED_TEST(view_contract, a_slice_is_a_part_and_ends_where_the_view_does) {
  auto owner = this->make(64);
  const auto view = owner.view();
  const auto part = view.slice(8, 16);
  EXPECT_EQ(part.bytes().size(), 16u);
  EXPECT_EQ(part.bytes().data(), view.bytes().data() + 8);
  EXPECT_EQ(part.slice(4, 100).bytes().size(), 12u);
  EXPECT_EQ(part.slice(4, 100).bytes().data(), view.bytes().data() + 12);
  EXPECT_EQ(view.slice(1000, 5).bytes().size(), 0u);
  EXPECT_FALSE((typename TypeParam::view().slice(0, 1)));
}

TYPED_TEST(view_contract, refuses_a_resize_while_there_is_any_view) {
  auto owner = this->make(64);
  bool written = false;
  const auto write = [&](std::span<std::byte>) { written = true; };
  auto view = owner.view();
  EXPECT_FALSE(owner.resize(128, write));
  EXPECT_FALSE(owner.resize(32, write));
  auto slice = view.slice(8, 8);
  view.reset();
  EXPECT_FALSE(owner.resize(128, write)) << "a slice pins by itself";
  auto copy = slice;
  slice.reset();
  EXPECT_FALSE(owner.resize(128, write)) << "a copy pins by itself";
  auto moved = std::move(copy);
  EXPECT_FALSE(owner.resize(128, write));
  auto other = owner.view();
  moved = other;
  other.reset();
  EXPECT_FALSE(owner.resize(128, write)) << "assignment pins";
  EXPECT_FALSE(written);
  moved.reset();
  EXPECT_TRUE(owner.resize(128, write));
  EXPECT_TRUE(written);
}

TYPED_TEST(view_contract, a_resize_keeps_the_first_bytes_and_adds_zeros) {
  auto owner = this->make(64);
  for (const std::size_t n : {72, 4096, 40, 48, 4096, 64}) {
    ASSERT_TRUE(owner.resize(n, nothing));
    const auto view = owner.view();
    ASSERT_EQ(view.bytes().size(), n);
    EXPECT_EQ(view_bytes::tag(view.bytes()), 7u);
    EXPECT_EQ(view_bytes::wrong(view.bytes(), 1, 4), 0u);
    if (n > 64) {
      EXPECT_EQ(view_bytes::at(view.bytes(), n / 8 - 1), 0u);
    }
  }
}

TYPED_TEST(view_contract, a_resize_that_finds_no_memory_changes_nothing) {
  if (!asked_bytes_known()) GTEST_SKIP() << "a sanitizer reports what cannot be had";
  auto owner = this->make(64);
  EXPECT_THROW((void)owner.resize(~std::size_t{0}, nothing), std::bad_alloc);
  EXPECT_EQ(owner.view().bytes().size(), 64u);
  EXPECT_TRUE(owner.resize(72, nothing));
}

TYPED_TEST(view_contract, the_last_of_owner_and_views_ends_it) {
  auto owner = this->make(64);
  auto view = owner.view();
  auto slice = view.slice(0, 32);
  owner.reset();
  EXPECT_FALSE(owner);
  EXPECT_EQ(view_bytes::tag(view.bytes()), 7u);
  auto late = view.slice(8, 16);
  view.reset();
  slice.reset();
  EXPECT_EQ(this->end.times, 0u);
  EXPECT_EQ(view_bytes::at(late.bytes(), 0), view_bytes::expected(1));
  late.reset();
  EXPECT_EQ(this->end.times, 1u);
  EXPECT_EQ(this->end.bytes, 64u);

  this->make(8).reset();
  EXPECT_EQ(this->end.times, 2u) << "without any view";
  {
    auto kept = this->make(8);
    (void)kept.view();
    EXPECT_EQ(this->end.times, 2u) << "the owner is still there";
  }
  EXPECT_EQ(this->end.times, 3u);
}

TYPED_TEST(view_contract, counts_what_other_threads_make_and_release) {
  if constexpr (TypeParam::info.max_threads == 1) {
    GTEST_SKIP() << "one thread only";
  } else {
    // More threads than shards, and never as many on both sides.
    constexpr std::size_t n = 12;
    auto owner = this->make(64);
    std::array<typename TypeParam::view, n> views;
    const auto apart = [](auto&& what) { std::thread(what).join(); };
    for (auto& v : views) apart([&] { v = owner.view(); });
    for (std::size_t i = 0; i < n; i += 2) views[i].reset();
    EXPECT_FALSE(owner.resize(128, nothing));
    for (std::size_t i = 1; i < n; i += 2) apart([&] { views[i].reset(); });
    EXPECT_TRUE(owner.resize(128, nothing));

    for (auto& v : views) v = owner.view();
    for (auto& v : views) apart([&] { v.reset(); });
    EXPECT_TRUE(owner.resize(64, nothing));

    for (auto& v : views) v = owner.view();
    owner.reset();
    for (auto& v : views) {
      EXPECT_EQ(this->end.times, 0u);
      apart([&] { v.reset(); });
    }
    EXPECT_EQ(this->end.times, 1u);
  }
}

TYPED_TEST(view_contract, takes_the_memory_that_it_says) {
  if (!asked_bytes_known()) GTEST_SKIP() << "a sanitizer has an operator new of its own";
  const std::size_t before = asked_bytes();
  auto owner = this->make(64);
  EXPECT_EQ(asked_bytes() - before, 64 + TypeParam::traits.exporter_bytes);
  const std::size_t made = asked_bytes();
  const auto view = owner.view();
  EXPECT_EQ(asked_bytes() - made, TypeParam::traits.first_view_bytes);
  const std::size_t viewed = asked_bytes();
  const auto slice = view.slice(0, 8);
  const auto copy = slice;
  EXPECT_EQ(asked_bytes(), viewed);
}

template <class W>
void expect_right(parameter_list list) {
  for (const unsigned threads : {1u, 2u, 5u}) {
    if (threads > W::subject::info.max_threads) continue;
    const auto r = drive<W>(threads, 400, list);
    EXPECT_EQ(r.wrong, std::nullopt) << threads << " threads: " << *r.wrong;
    EXPECT_GT(r.total.succeeded, 0u);
  }
}

TYPED_TEST(view_contract, is_right_under_its_loads) {
  for (const char* sharing : {"one", "private"}) {
    expect_right<short_views<TypeParam>>({{"sharing", sharing}});
    expect_right<slices<TypeParam>>({{"sharing", sharing}, {"slices", "3"}});
  }
  expect_right<resizing_owner<TypeParam>>({{"hold", "3"}});
  expect_right<late_views<TypeParam>>({{"owner", "worker"}});
  expect_right<late_views<TypeParam>>({{"owner", "thread"}});
}

TEST(view_loads, of_the_ceiling_find_what_was_written) {
  expect_right<short_views<model::unpinned>>({{"sharing", "one"}});
  expect_right<slices<model::unpinned>>({{"sharing", "private"}, {"slices", "8"}});
}

TEST(view_loads, say_how_the_owner_fared) {
  const auto alone = drive<resizing_owner<model::atomic_export>>(1, 1000, {{"hold", "1"}});
  EXPECT_EQ(alone.metrics.at(0).name, "resizes");
  EXPECT_EQ(alone.metrics.at(0).value, 1000);
  EXPECT_EQ(alone.metrics.at(1).value, 0) << "nobody to refuse it for";
  EXPECT_EQ(alone.metrics.at(2).value, 1);
  const auto late = drive<late_views<model::atomic_export>>(2, 100, {{"owner", "worker"}});
  EXPECT_GT(late.metrics.at(0).value + late.metrics.at(2).value + late.metrics.at(3).value, 0);
}

TEST(view_loads, refuse_parameters_by_name) {
  using W = load_of<slices<model::atomic_export>>;
  const auto build = [](parameter_list list) {
    return W({.threads = 1, .params = parameters(std::move(list)), .seed = 1});
  };
  EXPECT_THROW(build({{"sharing", "one"}, {"slices", "0"}}), std::invalid_argument);
  EXPECT_THROW(build({{"sharing", "one"}, {"slices", "65"}}), std::invalid_argument);
  EXPECT_THROW(build({{"sharing", "all"}, {"slices", "1"}}), std::invalid_argument);
}

// As many copies as a list that grows by an eighth makes.
TEST(byte_store, appends_in_amortised_constant_time) {
  model::byte_store store(8);
  std::size_t moves = 0;
  for (std::size_t n = 16; n <= 80'000; n += 8) {
    const std::byte* before = store.bytes().data();
    const std::size_t room = store.room();
    store.resize(n);
    moves += store.room() != room;
    EXPECT_EQ(store.room() == room, store.bytes().data() == before);
    ASSERT_GE(store.room(), n);
  }
  EXPECT_LT(moves, 100u);
  store.resize(50'000);
  EXPECT_GT(store.room(), 70'000u) << "more than half is in use: nothing moves";
  store.resize(100);
  EXPECT_EQ(store.room(), 100u);
}

}  // namespace
}  // namespace contend
