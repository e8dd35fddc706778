// What a design says its weak references cost.
#include "asked_bytes.hpp"
#include "drive.hpp"

#include <contend/subject/weak.hpp>
#include <suites/weakref/designs.hpp>

#include <gtest/gtest.h>

#include <cstdint>

namespace contend {
namespace {

template <class>
struct types_of;
template <class... D>
struct types_of<type_list<D...>> {
  using type = testing::Types<D...>;
};

template <class P>
class weak_says : public testing::Test {};
TYPED_TEST_SUITE(weak_says, types_of<suites::weak_designs>::type, by_name);

TYPED_TEST(weak_says, how_much_weak_references_cost) {
  if (!asked_bytes_known()) GTEST_SKIP() << "a sanitizer answers for operator new";
  using word = std::uint64_t;
  typename TypeParam::thread membership;
  const attached here(membership);
  auto r = TypeParam::template make<word>(1u);
  const std::size_t none = asked_bytes();
  const auto first = TypeParam::downgrade(r);
  const std::size_t one = asked_bytes();
  const auto second = TypeParam::downgrade(r);
  EXPECT_EQ(one - none, TypeParam::weakness.first_bytes);
  EXPECT_EQ(asked_bytes() - one, TypeParam::weakness.further_bytes);
}

}  // namespace
}  // namespace contend
