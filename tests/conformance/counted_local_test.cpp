// Thread-confined handles (local_of): a design's own, or a ref where it has none.
#include "counted_fixture.hpp"

#include <utility>
#include <vector>

namespace contend {
namespace {

template <class P>
class counted_local : public counted_test<P> {
 protected:
  using typename counted_test<P>::local;
  /// The only handle to a new object.
  local lone(std::uint64_t value = 7) { return localise<P, tracked>(this->make(value)); }
};
TYPED_TEST_SUITE(counted_local, counted_types, by_name);

TYPED_TEST(counted_local, it_keeps_alive_what_no_ref_does) {
  auto l = this->lone();
  EXPECT_TRUE(l);
  this->expect_kept(1);
  EXPECT_EQ(TypeParam::get(l).value(), 7u);
  l.reset();
  EXPECT_FALSE(l);
  this->expect_alive(0);
}

TYPED_TEST(counted_local, a_copy_keeps_alive_and_a_move_leaves_null) {
  auto a = this->lone();
  auto b = a;
  auto c = std::move(a);
  EXPECT_FALSE(a);
  c.reset();
  this->expect_kept(1);
  EXPECT_EQ(TypeParam::get(b).value(), 7u);
  a = b;
  b = {};
  this->expect_kept(1);
  auto& same = a;
  a = same;
  EXPECT_EQ(TypeParam::get(a).value(), 7u);
  a.reset();
  this->expect_alive(0);
}

TYPED_TEST(counted_local, null_can_be_copied_moved_and_reset) {
  typename TestFixture::local none, copy = none, moved = std::move(copy);
  moved.reset();
  none = moved;
  EXPECT_FALSE(none);
}

TYPED_TEST(counted_local, handles_may_go_in_any_order) {
  std::vector<typename TestFixture::local> all;
  constexpr std::uint64_t n = 200;
  for (std::uint64_t i = 0; i < n; ++i) all.push_back(this->lone(i));
  for (std::uint64_t i = 0; i < n; i += 2) all[i].reset();
  this->expect_alive(n / 2);
  for (std::uint64_t i = 1; i < n; i += 2) EXPECT_EQ(TypeParam::get(all[i]).value(), i);
  for (std::uint64_t i = 0; i < n; i += 2) all[i] = all[i + 1];
  for (std::uint64_t i = 1; i < n; i += 2) all[i].reset();
  this->expect_kept(n / 2);
  EXPECT_EQ(TypeParam::get(all[n - 2]).value(), n - 1);
  std::swap(all.front(), all.back());
  all.clear();
  this->expect_alive(0);
}

/// Needs a second member.
template <class P>
class counted_local_by_many : public counted_local<P> {};
TYPED_TEST_SUITE(counted_local_by_many, shared_types, by_name);

TYPED_TEST(counted_local_by_many, it_lives_across_detachment_while_others_collect) {
  auto r = this->make();
  auto l = localise<TypeParam, tracked>(r);
  this->elsewhere([&](auto& other) {
    r.reset();
    for (int i = 0; i < TestFixture::patience; ++i) other.safepoint();
  });
  EXPECT_GE(this->alive(), 1u);
  EXPECT_EQ(TypeParam::get(l).value(), 7u);
  auto copy = l;
  l.reset();
  this->elsewhere([&](auto& other) {
    for (int i = 0; i < TestFixture::patience; ++i) other.safepoint();
  });
  EXPECT_GE(this->alive(), 1u);
  EXPECT_EQ(TypeParam::get(copy).value(), 7u);
  copy.reset();
  this->expect_alive(0);
}

TYPED_TEST(counted_local_by_many, each_thread_has_its_own) {
  auto r = this->make();
  auto mine = localise<TypeParam, tracked>(r);
  this->elsewhere([&](auto& other) {
    auto theirs = localise<TypeParam, tracked>(r);
    r.reset();
    for (int i = 0; i < TestFixture::patience; ++i) other.safepoint();
    auto copy = theirs;
    theirs.reset();
    EXPECT_EQ(TypeParam::get(copy).value(), 7u);
  });
  this->expect_kept(1);
  mine.reset();
  this->expect_alive(0);
}

}  // namespace
}  // namespace contend
