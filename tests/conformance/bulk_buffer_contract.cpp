// Several items at a time are the same items as one by one.
#include "buffer_fixture.hpp"

#include <contend/core/rng.hpp>

#include <array>
#include <deque>

namespace contend {
namespace {

using suites::item;

template <class B>
class bulk_buffer_contract : public buffer_test<B> {};
TYPED_TEST_SUITE(bulk_buffer_contract, bulk_buffers, by_name);

TYPED_TEST(bulk_buffer_contract, takes_what_fits_and_gives_what_is_there) {
  TypeParam buffer({.capacity = 64});
  typename TypeParam::handle handle(buffer);
  std::deque<item> model;
  rng random(1);
  std::array<item, 100> block;
  for (item i = 0; i < 200000;) {
    const std::size_t n = random.below(block.size() + 1);
    if (random.below(2) == 0) {
      for (item& v : block) v = i++;
      const std::size_t done = handle.try_push(block.data(), n);
      ASSERT_LE(done, n);
      if (model.size() < 64) {
        ASSERT_GE(done, std::min(n, 64 - model.size())) << "there was room for it";
      }
      model.insert(model.end(), block.begin(), block.begin() + done);
    } else {
      const std::size_t done = handle.try_pop(block.data(), n);
      ASSERT_EQ(done, std::min(n, model.size()));
      for (std::size_t k = 0; k < done; ++k) {
        ASSERT_EQ(block[k], model.front());
        model.pop_front();
      }
    }
  }
}

TYPED_TEST(bulk_buffer_contract, mixes_with_single_items) {
  TypeParam buffer({.capacity = 8});
  typename TypeParam::handle handle(buffer);
  const item three[] = {1, 2, 3};
  item out[8] = {};
  EXPECT_TRUE(handle.try_push(0));
  EXPECT_EQ(handle.try_push(three, 3), 3u);
  EXPECT_TRUE(handle.try_push(4));
  EXPECT_TRUE(handle.try_pop(out[0]));
  EXPECT_EQ(handle.try_pop(out + 1, 7), 4u);
  for (item i = 0; i < 5; ++i) EXPECT_EQ(out[i], i);
  EXPECT_EQ(handle.try_pop(out, 8), 0u);
  EXPECT_EQ(handle.try_push(three, 0), 0u);
}

}  // namespace
}  // namespace contend
