// What a counted design says about itself.
#include "asked_bytes.hpp"
#include "counted_fixture.hpp"

namespace contend {
namespace {

template <class P>
class counted_says : public counted_test<P> {};
TYPED_TEST_SUITE(counted_says, counted_types, by_name);

TYPED_TEST(counted_says, how_large_a_handle_is) {
  EXPECT_EQ(sizeof(typename TestFixture::ref), TypeParam::traits.handle_bytes);
}

TYPED_TEST(counted_says, how_much_an_object_costs) {
  if (!asked_bytes_known()) GTEST_SKIP() << "a sanitizer answers for operator new";
  using word = std::uint64_t;
  // What the thread's first object costs beside itself does not count.
  auto first = TypeParam::template make<word>(1u);
  const std::size_t before = asked_bytes();
  auto r = TypeParam::template make<word>(2u);
  EXPECT_EQ(asked_bytes() - before, sizeof(word) + TypeParam::traits.object_bytes);
  EXPECT_EQ(TypeParam::get(r), 2u);
}

TYPED_TEST(counted_says, who_destroys) {
  auto r = this->make();
  r.reset();
  const bool at_once = this->alive() == 0;
  // The maker is the owner and this thread the last dropper.
  switch (TypeParam::traits.destroyed_by) {
    case destroyer::last_dropper:
    case destroyer::owner: EXPECT_TRUE(at_once); break;
    case destroyer::collector: break;  // this thread may be the one that finds it, and at once
    case destroyer::teardown: EXPECT_FALSE(at_once); break;
  }
  this->expect_alive(0);
}

template <class P>
class counted_says_of_many : public counted_test<P> {};
TYPED_TEST_SUITE(counted_says_of_many, shared_types, by_name);

TYPED_TEST(counted_says_of_many, who_destroys_what_another_dropped) {
  auto r = this->make();
  this->elsewhere([&](auto&) { r.reset(); });
  // Nobody is left but the owner, who has reached no safepoint yet.
  const destroyer by = TypeParam::traits.destroyed_by;
  if (by != destroyer::collector) {
    EXPECT_EQ(this->alive() == 0, by == destroyer::last_dropper);
  }
  this->expect_alive(0);
}

}  // namespace
}  // namespace contend
