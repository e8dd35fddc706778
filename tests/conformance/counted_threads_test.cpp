// Several threads: who may drop what, and when it is gone.
#include "counted_fixture.hpp"

#include <contend/core/escape.hpp>

#include <latch>

namespace contend {
namespace {

template <class P>
class counted_by_many : public counted_test<P> {};
TYPED_TEST_SUITE(counted_by_many, shared_types, by_name);

TYPED_TEST(counted_by_many, another_thread_drops_last) {
  auto r = this->make();
  this->elsewhere([&](auto&) { r.reset(); });
  this->expect_alive(0);
}

TYPED_TEST(counted_by_many, another_thread_copies_and_outlives_the_maker_s_reference) {
  auto r = this->make();
  std::latch copied(1), dropped(1);
  std::thread other([&] {
    typename TestFixture::thread membership;
    typename TestFixture::ref mine;
    {
      const attached here(membership);
      mine = r;
    }
    copied.count_down();
    dropped.wait();
    const attached here(membership);
    EXPECT_EQ(TypeParam::get(mine).value(), 7u);
    mine.reset();
  });
  this->detached([&] { copied.wait(); });
  r.reset();
  this->expect_kept(1);
  this->detached([&] {
    dropped.count_down();
    other.join();
  });
  this->expect_alive(0);
}

TYPED_TEST(counted_by_many, a_member_drops_after_the_maker_has_gone) {
  typename TestFixture::ref r, copy;
  this->elsewhere([&](auto&) { copy = r = this->make(); });
  r.reset();
  this->expect_kept(1);
  copy.reset();
  this->expect_alive(0);
}

TYPED_TEST(counted_by_many, a_reference_goes_from_hand_to_hand) {
  typename TestFixture::ref r = this->make();
  for (int i = 0; i < 10; ++i) {
    this->elsewhere([&](auto& other) {
      auto mine = r;
      r.reset();
      other.safepoint();
      r = mine;
    });
    auto mine = r;
    r.reset();
    this->safepoints(3);
    r = mine;
  }
  this->expect_kept(1);
  EXPECT_EQ(TypeParam::get(r).value(), 7u);
  r.reset();
  this->expect_alive(0);
}

TYPED_TEST(counted_by_many, a_stranger_drops_when_no_member_is_left) {
  typename TestFixture::ref r, copy;
  this->elsewhere([&](auto&) { copy = r = this->make(); });
  this->leave();
  std::thread([&] {
    r.reset();
    EXPECT_EQ(this->alive(), 1u);
    copy.reset();
    collect<TypeParam>();
    EXPECT_EQ(this->alive(), 0u);
  }).join();
}

TYPED_TEST(counted_by_many, a_stranger_makes_what_members_share) {
  typename TestFixture::ref r;
  std::thread([&] { r = this->make(); }).join();
  auto copy = r;
  this->elsewhere([&](auto&) { r.reset(); });
  this->expect_kept(1);
  copy.reset();
  this->expect_alive(0);
}

TYPED_TEST(counted_by_many, what_a_thread_leaves_behind_is_destroyed) {
  this->elsewhere([&](auto&) {
    auto mine = this->make();
    const auto copy = mine;
    escape(&copy);  // g++ 12 sees both drops of a plain count free it, and warns
  });
  this->expect_alive(0);
}

TYPED_TEST(counted_by_many, a_member_that_reaches_no_safepoint_is_no_obstacle_while_detached) {
  std::latch in(1), out(1);
  std::thread idle([&] {
    typename TestFixture::thread membership;
    { const attached here(membership); }
    in.count_down();
    out.wait();
  });
  this->detached([&] { in.wait(); });
  for (int i = 0; i < 3; ++i) {
    this->make().reset();
    this->expect_alive(0);
  }
  this->detached([&] {
    out.count_down();
    idle.join();
  });
}

}  // namespace
}  // namespace contend
