// One thread: the semantics of a counted handle, in every design.
#include "counted_fixture.hpp"

#include <stdexcept>
#include <utility>

namespace contend {
namespace {

template <class P>
class counted_handle : public counted_test<P> {};
TYPED_TEST_SUITE(counted_handle, counted_types, by_name);

TYPED_TEST(counted_handle, null_is_false_and_can_be_copied_moved_and_reset) {
  typename TestFixture::ref none, copy = none, moved = std::move(copy);
  moved.reset();
  none = moved;
  EXPECT_FALSE(none);
  EXPECT_FALSE(moved);
}

TYPED_TEST(counted_handle, the_last_drop_destroys_once) {
  auto r = this->make();
  EXPECT_TRUE(r);
  EXPECT_EQ(TypeParam::get(r).value(), 7u);
  this->expect_kept(1);
  r.reset();
  EXPECT_FALSE(r);
  this->expect_alive(0);
  r.reset();
}

TYPED_TEST(counted_handle, a_copy_keeps_alive) {
  auto a = this->make();
  {
    auto b = a;
    a.reset();
    this->expect_kept(1);
    EXPECT_EQ(TypeParam::get(b).value(), 7u);
  }
  this->expect_alive(0);
}

TYPED_TEST(counted_handle, a_move_leaves_null_and_counts_nothing) {
  auto a = this->make();
  auto b = std::move(a);
  EXPECT_FALSE(a);
  EXPECT_EQ(TypeParam::get(b).value(), 7u);
  a = std::move(b);
  EXPECT_FALSE(b);
  a.reset();
  this->expect_alive(0);
}

TYPED_TEST(counted_handle, assignment_drops_what_was_held) {
  auto a = this->make(1), b = this->make(2);
  a = b;
  this->expect_alive(1);
  EXPECT_EQ(&TypeParam::get(a), &TypeParam::get(b));
  EXPECT_EQ(TypeParam::get(a).value(), 2u);
  a = this->make(3);
  this->expect_kept(2);
  b = {};
  this->expect_alive(1);
  EXPECT_EQ(TypeParam::get(a).value(), 3u);
}

TYPED_TEST(counted_handle, self_assignment_changes_nothing) {
  auto a = this->make();
  auto& same = a;
  a = same;
  this->expect_kept(1);
  EXPECT_EQ(TypeParam::get(a).value(), 7u);
  auto b = a;
  a = b;
  a.reset();
  this->expect_kept(1);
  EXPECT_EQ(TypeParam::get(b).value(), 7u);
}

TYPED_TEST(counted_handle, a_constructor_that_throws_leaves_nothing) {
  struct refuses {
    refuses() { throw std::runtime_error("no"); }
  };
  EXPECT_THROW((void)TypeParam::template make<refuses>(), std::runtime_error);
}

template <class P>
struct link {
  link(ledger& book, typename P::template ref<link> n) : life(book), next(std::move(n)) {}
  tracked life;
  typename P::template ref<link> next;
};

TYPED_TEST(counted_handle, a_chain_goes_with_its_head) {
  using chain = link<TypeParam>;
  typename TypeParam::template ref<chain> head;
  constexpr int length = 20;
  for (int i = 0; i < length; ++i) {
    head = TypeParam::template make<chain>(this->_book, std::move(head));
  }
  this->expect_kept(length);
  head.reset();
  for (int i = 1; i < length && TypeParam::traits.destroyed_by == destroyer::collector; ++i) {
    this->safepoints(TestFixture::patience);
  }
  this->expect_alive(0);
}

/// A destructor that drops, makes and drops, and comes back to the safepoint.
template <class P>
struct busy {
  busy(ledger& b, typename P::thread& m, typename P::template ref<tracked> o)
      : life(b), book(b), here(m), other(std::move(o)) {}
  ~busy() {
    other.reset();
    here.safepoint();
    const auto brief = P::template make<tracked>(book);
    const auto copy = brief;
  }
  tracked life;
  ledger& book;
  typename P::thread& here;
  typename P::template ref<tracked> other;
};

TYPED_TEST(counted_handle, a_destructor_may_drop_and_make_and_reach_a_safepoint) {
  if constexpr (mortal<TypeParam>) {
    using object = busy<TypeParam>;
    auto shared = this->make();
    typename TypeParam::template ref<object> some[3];
    for (auto& r : some) {
      r = TypeParam::template make<object>(this->_book, *this->_membership, shared);
    }
    shared.reset();
    this->expect_kept(4);
    for (auto& r : some) r.reset();
    this->safepoints(2 * TestFixture::patience);
    this->expect_alive(0);
  } else {
    GTEST_SKIP() << "its destructors run when no member is left";
  }
}

}  // namespace
}  // namespace contend
