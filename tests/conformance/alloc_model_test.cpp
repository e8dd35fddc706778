// Our pools: what they promise beyond the contract of every allocator, each by its books.
#include "alloc_model_fixture.hpp"

#include <contend/core/rng.hpp>
#include <contend/core/spin_wait.hpp>
#include <suites/frees/batch_link.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>

namespace contend {
namespace {

template <class D>
class alloc_model : public testing::Test {};
struct by_design {
  template <class D>
  static std::string GetName(int) {
    return D::name;
  }
};
using designs = testing::Types<cas_design, batched_design, transfer_design>;
TYPED_TEST_SUITE(alloc_model, designs, by_design);

TYPED_TEST(alloc_model, fills_slabs_of_every_class_with_distinct_aligned_blocks) {
  using pool = typename TypeParam::template pool<struct fills>;
  on_a_thread([] {
    for (unsigned c = 0; c < model::size_classes::count; ++c) {
      const std::size_t bytes = model::size_classes::bytes(c);
      const std::size_t n = 2 * (model::slab_bytes / bytes) + 1;
      std::vector<void*> blocks = take<pool>(n, bytes);
      for (std::size_t i = 0; i < n; ++i) {
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(blocks[i]) % 16, 0u);
        EXPECT_EQ(model::slab::of(blocks[i]).size_class, c);
        std::memcpy(blocks[i], &i, sizeof i);
        std::memcpy(static_cast<std::byte*>(blocks[i]) + bytes - sizeof i, &i, sizeof i);
      }
      for (std::size_t i = 0; i < n; ++i) {
        std::size_t first = 0, last = 0;
        std::memcpy(&first, blocks[i], sizeof i);
        std::memcpy(&last, static_cast<std::byte*>(blocks[i]) + bytes - sizeof i, sizeof i);
        ASSERT_EQ(first, i) << bytes << " bytes";
        ASSERT_EQ(last, i) << bytes << " bytes";
      }
      EXPECT_EQ(live_blocks<pool>(), n);
      give<pool>(blocks, bytes);
      EXPECT_EQ(live_blocks<pool>(), 0u);
    }
  });
  const model::pool_books b = pool::books();
  EXPECT_EQ(b.out, b.waiting);
  if (TypeParam::has_owners) {
    EXPECT_EQ(b.slabs, 0u);
  }
}

TYPED_TEST(alloc_model, uses_again_what_another_thread_freed) {
  using pool = typename TypeParam::template pool<struct uses_again>;
  EXPECT_LE(slabs_gained_by_foreign_frees<pool>(), 1);
  EXPECT_EQ(live_blocks<pool>(), 0u);
}

TYPED_TEST(alloc_model, frees_in_any_mixture_of_own_and_foreign) {
  using pool = typename TypeParam::template pool<struct mixture>;
  rng random(7);
  on_a_thread([&] {
    for (int round = 0; round < 50; ++round) {
      const std::size_t bytes = model::size_classes::bytes(static_cast<unsigned>(round) % 40);
      // From a slab that is full, one that is not, and one that is nearly wholly free.
      std::vector<void*> mine = take<pool>(model::slab_bytes / bytes + random.below(50), bytes);
      std::vector<void*> theirs;
      for (std::size_t i = mine.size(); i-- != 0;) {
        if (random.below(2) == 0) continue;
        theirs.push_back(mine[i]);
        mine.erase(mine.begin() + static_cast<std::ptrdiff_t>(i));
      }
      if (random.below(2) == 0) {
        give<pool>(mine, bytes);
        on_a_thread([&] { give<pool>(theirs, bytes); });
      } else {
        on_a_thread([&] { give<pool>(theirs, bytes); });
        give<pool>(mine, bytes);
      }
      ASSERT_EQ(live_blocks<pool>(), 0u);
    }
  });
  bring_home<pool>();
  const model::pool_books b = pool::books();
  EXPECT_EQ(b.out, b.waiting);
  if (TypeParam::has_owners) {
    EXPECT_EQ(b.out, 0u);
    EXPECT_EQ(b.slabs, 0u);
  }
}

TYPED_TEST(alloc_model, lets_the_next_thread_have_what_an_exited_one_left) {
  using pool = typename TypeParam::template pool<struct next_thread>;
  std::vector<void*> left;
  on_a_thread([&] { left = take<pool>(5000, 64); });
  EXPECT_EQ(live_blocks<pool>(), 5000u);
  const std::size_t before = pool::books().slabs;
  on_a_thread([&] {
    for (std::size_t i = 0; i < 2500; ++i) pool::deallocate(left[i], 64);
    left.erase(left.begin(), left.begin() + 2500);
    const std::vector<void*> more = take<pool>(2000, 64);
    left.insert(left.end(), more.begin(), more.end());
  });
  EXPECT_EQ(live_blocks<pool>(), 4500u);
  EXPECT_LE(pool::books().slabs, before + 1);
  on_a_thread([&] { give<pool>(left, 64); });
  bring_home<pool>();
  EXPECT_EQ(live_blocks<pool>(), 0u);
}

TYPED_TEST(alloc_model, gets_memory_from_heaps_without_a_thread) {
  using pool = typename TypeParam::template pool<struct idle_heaps>;
  std::vector<void*> left;
  on_a_thread([&] {
    void* const mine = pool::allocate(64);  // so that this thread has a heap, and takes none over
    on_a_thread([&] { left = take<pool>(30000, 64); });
    const std::size_t before = pool::books().slabs;
    give<pool>(left, 64);
    const std::vector<void*> blocks = take<pool>(30000, 128);
    EXPECT_LE(pool::books().slabs, before + 35) << "60 slabs are wanted, 30 wait in an idle heap";
    give<pool>(blocks, 128);
    pool::deallocate(mine, 64);
  });
  EXPECT_EQ(live_blocks<pool>(), 0u);
}

TYPED_TEST(alloc_model, stays_small_while_threads_come_and_go) {
  using pool = typename TypeParam::template pool<struct churn>;
  EXPECT_LE(slabs_gained_by_churn<pool>(), 2);
  EXPECT_EQ(live_blocks<pool>(), 0u);
  EXPECT_LE(pool::books().heaps, 3u);
}

TYPED_TEST(alloc_model, stays_small_under_a_flow_from_one_thread_to_another) {
  using pool = typename TypeParam::template pool<struct flow>;
  constexpr std::size_t batch = 64, batches = (atomics_perturb ? 100'000 : 1'000'000) / batch;
  suites::batch_link link(16, batch);
  std::size_t most = 0;
  std::thread consumer([&] {
    spin_wait wait;
    for (std::size_t i = 0; i < batches;) {
      const auto blocks = link.front();
      if (blocks.empty()) {
        wait.once();
        continue;
      }
      wait.reset();
      for (const suites::block& b : blocks) pool::deallocate(b.at, b.bytes);
      link.pop();
      ++i;
    }
  });
  on_a_thread([&] {
    spin_wait wait;
    for (std::size_t i = 0; i < batches;) {
      const auto room = link.room();
      if (room.empty()) {
        wait.once();
        continue;
      }
      wait.reset();
      for (suites::block& b : room) b = {static_cast<std::byte*>(pool::allocate(64)), 64};
      link.send();
      ++i;
      most = std::max(most, pool::slabs_in_use());
    }
  });
  consumer.join();
  EXPECT_LE(most, 6u) << "64 KiB are live at once";
  EXPECT_EQ(live_blocks<pool>(), 0u);
}

/// Eight threads that exchange blocks with slots that all share, and free what they find there.
template <class Pool>
void exchange(unsigned rounds) {
  struct head {
    std::uint64_t bytes, cookie;
  };
  const auto has_last_word = [](std::size_t bytes) { return bytes >= 24; };
  std::array<atomic<head*>, 64> slots{};
  std::atomic<unsigned> corrupt{0};
  const auto drop = [&](head* h) {
    if (h == nullptr) return;
    const head was = *h;
    std::uint64_t last = was.cookie;
    if (has_last_word(was.bytes)) {
      std::memcpy(&last, reinterpret_cast<std::byte*>(h) + was.bytes - sizeof last, sizeof last);
    }
    if (last != was.cookie) ++corrupt;
    Pool::deallocate(h, was.bytes);
  };
  const auto work = [&](std::uint64_t seed) {
    rng random(seed);
    for (unsigned i = 0; i < rounds; ++i) {
      const std::size_t bytes =
          random.below(500) == 0 ? 40000 : sizeof(head) + (random.below(2000) >> random.below(7));
      auto* const h = static_cast<head*>(Pool::allocate(bytes));
      const std::uint64_t cookie = random();
      *h = {bytes, cookie};
      if (has_last_word(bytes)) {
        std::memcpy(reinterpret_cast<std::byte*>(h) + bytes - sizeof cookie, &cookie,
                    sizeof cookie);
      }
      drop(slots[random.below(slots.size())].exchange(h, memory_order_acq_rel));
    }
  };
  std::vector<std::thread> team;
  for (unsigned i = 0; i < 8; ++i) team.emplace_back(work, derive_seed(3, i));
  for (std::thread& t : team) t.join();
  on_a_thread([&] {
    for (auto& s : slots) drop(s.exchange(nullptr, memory_order_acq_rel));
  });
  EXPECT_EQ(corrupt.load(), 0u);
}

TYPED_TEST(alloc_model, conserves_blocks_that_eight_threads_exchange) {
  using pool = typename TypeParam::template pool<struct exchanged>;
#if defined(CONTEND_PERTURB)
  perturbation::seed(1);
#endif
  exchange<pool>(atomics_perturb ? 5000 : 50000);
#if defined(CONTEND_PERTURB)
  perturbation::seed(0);
#endif
  EXPECT_EQ(live_blocks<pool>(), 0u);
  bring_home<pool>();
  const model::pool_books b = pool::books();
  EXPECT_EQ(b.out, b.waiting);
  EXPECT_EQ(b.large_bytes, 0u);
  EXPECT_LE(b.heaps, 10u);
  if (TypeParam::has_owners) {
    EXPECT_EQ(b.out, 0u);
    EXPECT_EQ(b.slabs, 0u);
  }
}

template <class Pool>
struct late_caller {
  void* block = nullptr;
  ~late_caller() {
    Pool::deallocate(block, 64);
    give<Pool>(take<Pool>(100, 100), 100);
  }
};

TYPED_TEST(alloc_model, serves_a_thread_that_has_left_it) {
  using pool = typename TypeParam::template pool<struct late>;
  for (int i = 0; i < 3; ++i) {
    on_a_thread([] {
      // Made before the thread's first call, so destroyed after the pool's own farewell.
      thread_local late_caller<pool> late;
      late.block = nullptr;
      late.block = pool::allocate(64);
    });
  }
  EXPECT_EQ(live_blocks<pool>(), 0u);
  EXPECT_LE(pool::books().heaps, 1u);
}

template <class D>
struct small_rules : D::rules {
  static constexpr std::size_t most_chunks = 1;
};

TYPED_TEST(alloc_model, says_so_when_memory_is_out_and_goes_on_afterwards) {
  using pool = typename TypeParam::template under<small_rules<TypeParam>>;
  EXPECT_EQ(pool::allocate(std::numeric_limits<std::size_t>::max() / 4), nullptr);
  on_a_thread([] {
    for (int round = 0; round < 2; ++round) {
      std::vector<void*> blocks;
      while (void* p = pool::allocate(30000)) blocks.push_back(p);
      EXPECT_EQ(blocks.size(), 2 * (model::slabs_a_chunk - 1));
      EXPECT_EQ(pool::allocate(20000), nullptr);
      on_a_thread([&] { give<pool>(blocks, 30000); });
    }
    void* const p = pool::allocate(20000);
    EXPECT_NE(p, nullptr);
    if (p != nullptr) pool::deallocate(p, 20000);
  });
  EXPECT_EQ(live_blocks<pool>(), 0u);
}

}  // namespace
}  // namespace contend
