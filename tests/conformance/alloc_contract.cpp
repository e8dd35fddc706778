// Every allocator does what the concept says, alone and in the ring.
#include "drive.hpp"

#include <contend/adapter/alloc/planted.hpp>
#include <contend/core/rng.hpp>
#include <contend/core/sanitizer.hpp>
#include <suites/frees/allocators.hpp>
#include <suites/frees/ring.hpp>

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

TYPED_TEST(alloc_contract, goes_round_the_ring) {
  using W = suites::ring<TypeParam>;
  for (unsigned threads : {1u, 2u, 5u}) {
    for (const char* batch : {"1", "16"}) {
      for (const char* depth : {"1", "4"}) {
        for (const char* size : {"64", "16-1024"}) {
          const auto r =
              drive<W>(threads, 500, {{"batch", batch}, {"depth", depth}, {"size", size}});
          EXPECT_EQ(r.wrong, std::nullopt) << *r.wrong;
          EXPECT_GT(r.total.succeeded, 0u);
          EXPECT_EQ(r.total.attempted, 500u * threads * std::stoul(batch));
          for (const metric& m : r.metrics) {
            if (m.name == "foreign_free_share") {
              EXPECT_EQ(m.value, threads > 1 ? 1.0 : 0.0);
            } else if (std::string_view(size) == "64") {
              EXPECT_EQ(m.name, "live_bytes_high_water");
              EXPECT_LE(m.value, 64.0 * threads * std::stod(batch) * std::stod(depth));
              EXPECT_GE(m.value, 64.0 * threads * std::stod(batch));
            }
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace contend
