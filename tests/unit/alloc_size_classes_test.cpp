// Size classes: every size has one, tight and aligned.
#include <contend/model/alloc/size_classes.hpp>

#include <gtest/gtest.h>

namespace contend::model {
namespace {

TEST(alloc_size_classes, fit_every_size_and_waste_little) {
  for (std::size_t n = 1; n <= size_classes::largest; ++n) {
    const unsigned c = size_classes::of(n);
    ASSERT_LT(c, size_classes::count);
    ASSERT_GE(size_classes::bytes(c), n);
    ASSERT_EQ(size_classes::bytes(c) % size_classes::grain, 0u);
    if (c != 0) {
      ASSERT_LT(size_classes::bytes(c - 1), n) << "a smaller class would do";
    }
    if (n > 128) {
      ASSERT_LE(static_cast<double>(size_classes::bytes(c)), 1.25 * static_cast<double>(n));
    }
  }
}

}  // namespace
}  // namespace contend::model
