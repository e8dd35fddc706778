// What is particular to each of our designs with weak references: layouts, states, what is shared.
#include <contend/load/ledger.hpp>
#include <contend/model/refcount/arc.hpp>
#include <contend/model/refcount/side_table.hpp>
#include <contend/model/refcount/sticky.hpp>
#include <contend/model/refcount/striped_weak.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <thread>
#include <utility>
#include <vector>

namespace contend::model {
namespace {

template <class P>
constexpr bool size_is_as_claimed =
    sizeof(typename P::template node<std::uint64_t>) == 8 + P::traits.object_bytes &&
    sizeof(typename P::template ref<std::uint64_t>) == P::traits.handle_bytes;
static_assert(size_is_as_claimed<arc> && size_is_as_claimed<sticky>);
static_assert(size_is_as_claimed<side_table>);
static_assert(size_is_as_claimed<striped_packed> && size_is_as_claimed<striped_padded>);

TEST(weak_stripes, packed_ones_are_bytes_and_padded_ones_far_apart) {
  const auto distance = []<class Stripes>(Stripes) {
    const auto* first = reinterpret_cast<const std::byte*>(
        &Stripes::of(reinterpret_cast<const void*>(std::uintptr_t{Stripes::count * 2})));
    const auto* next = reinterpret_cast<const std::byte*>(
        &Stripes::of(reinterpret_cast<const void*>(std::uintptr_t{Stripes::count * 3 + 1})));
    return next - first;
  };
  if constexpr (!atomics_perturb) {
    EXPECT_EQ(distance(weak_stripes<packed_stripes>{}), 1);
  }
  EXPECT_GE(distance(weak_stripes<padded_stripes>{}), std::ptrdiff_t{cache_line});
  // The first 64 are in one line: what a load relies on that wants neighbours.
  const auto* table = &weak_stripes<packed_stripes>::of(nullptr);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(table) % cache_line, 0u);
}

class striped_weak : public testing::Test {
 protected:
  using design = striped_packed;
  design::thread _membership;
  ledger _book;
};

TEST_F(striped_weak, an_object_has_one_weak_reference_at_a_time) {
  const auto strong = design::make<tracked>(_book);
  auto one = design::downgrade(strong), two = design::downgrade(strong);
  EXPECT_EQ(one.node(), two.node());
  // Relaxed, here and below: nobody else is there.
  EXPECT_EQ(strong.node()->basic.load(memory_order_relaxed), one.node());
  one.reset();
  EXPECT_EQ(strong.node()->basic.load(memory_order_relaxed), two.node());
  two.reset();
  EXPECT_EQ(strong.node()->basic.load(memory_order_relaxed), nullptr);
}

TEST_F(striped_weak, the_first_one_marks_the_object_for_good) {
  auto strong = design::make<tracked>(_book);
  const auto state = [&] {
    return biased_word::state(strong.node()->shared.load(memory_order_relaxed));
  };
  EXPECT_EQ(state(), biased_word::fresh);
  auto weak = design::downgrade(strong);
  EXPECT_EQ(state(), biased_word::maybe_weakref);
  weak.reset();
  EXPECT_EQ(state(), biased_word::maybe_weakref);
}

TEST_F(striped_weak, an_owner_upgrades_without_the_shared_count_and_others_with_it) {
  const auto strong = design::make<tracked>(_book);
  const auto weak = design::downgrade(strong);
  const auto shared = [&] {
    return biased_word::count(strong.node()->shared.load(memory_order_relaxed));
  };
  const auto mine = design::upgrade(weak);
  EXPECT_EQ(shared(), 0);
  EXPECT_EQ(strong.node()->local.load(memory_order_relaxed), 2u);
  std::thread([&] {
    const design::thread membership;
    const auto theirs = design::upgrade(weak);
    EXPECT_TRUE(theirs);
    EXPECT_EQ(shared(), 1);
  }).join();
  EXPECT_EQ(shared(), 0);
}

TEST_F(striped_weak, what_waits_for_its_owner_may_be_revived) {
  auto strong = design::make<tracked>(_book);
  const auto weak = design::downgrade(strong);
  std::thread([&] {
    const design::thread membership;
    strong.reset();  // the owner's reference, dropped by another: it goes to the owner's queue
  }).join();
  auto revived = design::upgrade(weak);
  EXPECT_TRUE(revived);
  _membership.safepoint();
  EXPECT_EQ(_book.total_died(), 0u);
  EXPECT_TRUE(design::upgrade(weak));
  revived.reset();
  EXPECT_EQ(_book.total_died(), 1u);
  EXPECT_FALSE(design::upgrade(weak));
}

TEST(side_table, counts_move_out_with_the_first_weak_reference_and_stay_out) {
  ledger book;
  auto a = side_table::make<tracked>(book);
  const auto b = a;
  EXPECT_EQ(a.node()->word.side(), nullptr);
  auto weak = side_table::downgrade(a);
  EXPECT_EQ(a.node()->word.side(), weak.node());
  EXPECT_EQ(side_table::downgrade(b).node(), weak.node());
  weak.reset();
  EXPECT_NE(a.node()->word.side(), nullptr);
  const auto c = b;
  a.reset();
  EXPECT_EQ(side_table::get(c).value(), 0u);
  EXPECT_EQ(book.total_died(), 0u);
}

TEST(side_table, several_threads_form_one_entry) {
  for (int round = 0; round < 100; ++round) {
    ledger book;
    const auto strong = side_table::make<tracked>(book);
    std::vector<side_table::weak<tracked>> weak(3);
    std::vector<std::thread> team;
    for (auto& w : weak) {
      team.emplace_back([&w, mine = strong] {
        const auto copy = mine;
        w = side_table::downgrade(copy);
      });
    }
    for (auto& t : team) t.join();
    for (const auto& w : weak) ASSERT_EQ(w.node(), strong.node()->word.side());
  }
}

TEST(side_word, the_last_of_several_is_told) {
  side_word word;
  EXPECT_TRUE(word.increment());
  EXPECT_TRUE(word.try_increment());
  EXPECT_EQ(word.decrement(), side_word::outcome::kept);
  EXPECT_EQ(word.decrement(), side_word::outcome::kept);
  EXPECT_EQ(word.decrement(), side_word::outcome::last);
  EXPECT_FALSE(word.try_increment());
}

TEST(side_word, a_count_that_moves_is_taken_along) {
  side_word word, there, rival;
  EXPECT_TRUE(word.increment());
  int entry = 0;
  EXPECT_TRUE(word.move_to(&entry, there));
  EXPECT_FALSE(word.move_to(&entry, rival));
  EXPECT_EQ(word.side(), &entry);
  EXPECT_FALSE(word.increment());
  EXPECT_EQ(word.decrement(), side_word::outcome::elsewhere);
  EXPECT_EQ(there.decrement(), side_word::outcome::kept);
  EXPECT_EQ(there.decrement(), side_word::outcome::last);
}

TEST(sticky_counts, a_dead_count_stays_dead) {
  sticky_counts counts;
  EXPECT_TRUE(counts.upgrade());
  EXPECT_EQ(counts.drop_strong(), dropped::not_last);
  EXPECT_EQ(counts.drop_strong(), dropped::last);
  EXPECT_FALSE(counts.upgrade());
  EXPECT_FALSE(counts.upgrade());
  EXPECT_TRUE(counts.drop_weak());
}

// Three members at once take a count of one to zero and back, as long as they can. Nothing but
// the arithmetic keeps the memory: each of them looks at it after its own reference is gone.
TEST(sticky_counts, who_comes_late_finds_the_memory_kept) {
  for (int round = 0; round < 300; ++round) {
    auto strong = sticky::make<std::uint64_t>(7u);
    std::vector<sticky::weak<std::uint64_t>> weak(3, sticky::downgrade(strong));
    std::vector<std::thread> team;
    for (auto& w : weak) {
      team.emplace_back([mine = std::move(w)]() mutable {
        for (int i = 0; i < 20; ++i) {
          const auto s = sticky::upgrade(mine);
          if (!s) break;
          EXPECT_EQ(sticky::get(s), 7u);
        }
        mine.reset();
      });
    }
    strong.reset();
    for (auto& t : team) t.join();
  }
}

}  // namespace
}  // namespace contend::model
