// The ceiling's blocks: made in advance, handed out round and round.
#include <contend/model/alloc/tokens.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <thread>

namespace contend::model {
namespace {

TEST(alloc_tokens, come_round_after_as_many_as_were_expected) {
  tokens::expect(5, 100);
  std::set<void*> round;
  for (int i = 0; i < 5; ++i) round.insert(tokens::allocate(100));
  EXPECT_EQ(round.size(), 5u);
  for (void* p : round) EXPECT_EQ(reinterpret_cast<std::uintptr_t>(p) % 64, 0u);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(round.contains(tokens::allocate(1)));
  std::thread([&] {
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(round.contains(tokens::allocate(100)));
  }).join();
}

TEST(alloc_tokens, of_a_thread_that_is_gone_are_the_next_ones_to_go_on_with) {
  tokens::expect(4, 64);
  std::set<void*> seen;
  for (int thread = 0; thread < 50; ++thread) {
    std::thread([&] {
      for (int i = 0; i < 3; ++i) seen.insert(tokens::allocate(64));
    }).join();
  }
  EXPECT_EQ(seen.size(), 4u);
  tokens::expect(0, 0);
}

TEST(alloc_tokens, are_out_of_memory_beyond_what_was_expected) {
  tokens::expect(2, 64);
  EXPECT_NE(tokens::allocate(64), nullptr);
  EXPECT_EQ(tokens::allocate(65), nullptr);
  tokens::expect(0, 0);
  EXPECT_EQ(tokens::allocate(1), nullptr);
  for (const std::size_t far_too_large : {~std::size_t{0}, ~std::size_t{0} / 2}) {
    tokens::expect(1, far_too_large);
    EXPECT_EQ(tokens::allocate(1), nullptr);
  }
  tokens::expect(1, 65);
  EXPECT_NE(tokens::allocate(65), nullptr) << "the thread sees a new expectation";
}

TEST(alloc_tokens, of_a_thread_are_few_where_they_are_large_but_at_least_one) {
  const auto different = [](std::size_t blocks, std::size_t bytes) {
    tokens::expect(blocks, bytes);
    std::set<void*> seen;
    for (int i = 0; i < 3000; ++i) seen.insert(tokens::allocate(bytes));
    tokens::expect(0, 0);
    return seen.size();
  };
  EXPECT_EQ(different(~std::size_t{0} / 64, 1024), tokens::most_bytes / tokens::stride_for(1024));
  EXPECT_EQ(different(100, 2 * tokens::most_bytes), 1u);
}

TEST(alloc_tokens, lie_apart_but_not_by_a_power_of_two) {
  EXPECT_EQ(tokens::stride_for(1), 16u);
  EXPECT_EQ(tokens::stride_for(64), 64u);
  EXPECT_EQ(tokens::stride_for(65), 192u);
  EXPECT_EQ(tokens::stride_for(1024), 1088u);
}

}  // namespace
}  // namespace contend::model
