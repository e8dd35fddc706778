// Every allocator does what the concept says, alone and under a load.
#include "drive.hpp"

#include <contend/adapter/alloc/planted.hpp>
#include <contend/core/rng.hpp>
#include <contend/core/sanitizer.hpp>
#include <suites/frees/allocators.hpp>
#include <suites/frees/flow.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <thread>

namespace contend {
namespace {

template <class A>
class alloc_contract : public testing::Test {
 protected:
  // The catalog lists such a subject as skipped in a TSan build, for the same reason.
  void SetUp() override {
    if (built_for_tsan && !A::info.tsan_opaque.empty()) {
      GTEST_SKIP() << "opaque to TSan: " << A::info.tsan_opaque;
    }
  }
};

template <class>
struct as_types;
template <class A0, class... A>
struct as_types<type_list<A0, A...>> {
  // The planted ones cost too much, and are right.
  using list = testing::Types<A0, A..., adapter::planted<A0, adapter::counted_globally>,
                              adapter::planted<A0, adapter::locked_globally>,
                              adapter::planted<A0, adapter::shares_lines>>;
};
TYPED_TEST_SUITE(alloc_contract, as_types<suites::allocators>::list, by_name);

TYPED_TEST(alloc_contract, aligns_for_any_object_of_the_size) {
  for (std::size_t n = 1; n <= 5000; ++n) {
    void* p = TypeParam::allocate(n);
    ASSERT_NE(p, nullptr);
    const std::size_t want = std::min(std::bit_floor(n), alignof(std::max_align_t));
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(p) % want, 0u) << n << " bytes";
    TypeParam::deallocate(p, n);
  }
}

TYPED_TEST(alloc_contract, gives_blocks_that_do_not_overlap) {
  rng random(1);
  struct held {
    unsigned char* at;
    std::size_t bytes;
    unsigned char mark;
  };
  std::vector<held> live;
  const auto check_and_free = [](const held& h) {
    for (std::size_t i = 0; i < h.bytes; ++i) ASSERT_EQ(h.at[i], h.mark);
    TypeParam::deallocate(h.at, h.bytes);
  };
  for (unsigned i = 0; i < 20000; ++i) {
    if (live.size() < 500) {
      const std::size_t n = std::size_t{1} << random.below(12) | random.below(64);
      auto* at = static_cast<unsigned char*>(TypeParam::allocate(n));
      ASSERT_NE(at, nullptr);
      live.push_back({at, n, static_cast<unsigned char>(i)});
      std::memset(at, live.back().mark, n);
    } else {
      std::swap(live[random.below(live.size())], live.back());
      check_and_free(live.back());
      live.pop_back();
    }
  }
  for (const held& h : live) check_and_free(h);
}

TYPED_TEST(alloc_contract, keeps_what_was_written_as_a_block_grows_and_shrinks) {
  const auto at = [](void* p, std::size_t i) -> unsigned char& {
    return static_cast<unsigned char*>(p)[i];
  };
  std::size_t bytes = 16;
  void* p = TypeParam::allocate(bytes);
  ASSERT_NE(p, nullptr);
  for (std::size_t i = 0; i < bytes; ++i) at(p, i) = static_cast<unsigned char>(i * 7);
  for (const std::size_t next : {17ul, 64ul, 1000ul, 5000ul, 100'000ul, 70'000ul, 300ul, 40ul}) {
    p = grown<TypeParam>(p, bytes, next);
    ASSERT_NE(p, nullptr);
    for (std::size_t i = 0; i < std::min(bytes, next); ++i) {
      ASSERT_EQ(at(p, i), static_cast<unsigned char>(i * 7)) << bytes << " to " << next;
    }
    for (std::size_t i = bytes; i < next; ++i) at(p, i) = static_cast<unsigned char>(i * 7);
    bytes = next;
  }
  TypeParam::deallocate(p, bytes);
}

TYPED_TEST(alloc_contract, frees_on_a_thread_that_allocated_nothing) {
  std::vector<void*> blocks;
  for (unsigned i = 0; i < 5000; ++i) {
    blocks.push_back(TypeParam::allocate(64));
    ASSERT_NE(blocks.back(), nullptr);
    std::memset(blocks.back(), 1, 64);
  }
  std::jthread([&] {
    for (void* p : blocks) TypeParam::deallocate(p, 64);
  }).join();
  void* again = TypeParam::allocate(64);
  EXPECT_NE(again, nullptr);
  TypeParam::deallocate(again, 64);
}

TYPED_TEST(alloc_contract, frees_what_a_thread_left_behind_when_it_ended) {
  void* p = nullptr;
  std::jthread([&] { p = TypeParam::allocate(64); }).join();
  ASSERT_NE(p, nullptr);
  std::memset(p, 1, 64);
  TypeParam::deallocate(p, 64);
}

// How blocks get from one thread to another is flow_contract.cpp's.
TYPED_TEST(alloc_contract, goes_round_the_ring) {
  using W = suites::flow<TypeParam>;
  const suites::recipe how{.way = suites::topology::ring, .batch = 16, .size = "16-1024"};
  const auto build = [&](const setting& s) -> std::unique_ptr<load> {
    return std::make_unique<load_of<W>>(s, how);
  };
  for (const unsigned threads : {1u, 4u}) {
    const auto r = harness::stress(build, {.threads = threads, .rounds = 500});
    EXPECT_EQ(r.wrong, std::nullopt) << *r.wrong;
    EXPECT_GT(r.total.succeeded, 0u);
  }
}

}  // namespace
}  // namespace contend
