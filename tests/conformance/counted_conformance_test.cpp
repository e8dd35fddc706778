// What every counted design promises (contend/subject/counted.hpp), one body for all of them.
#include <contend/adapter/refcount/boost_intrusive_ptr.hpp>
#include <contend/adapter/refcount/std_shared_ptr.hpp>
#include <contend/harness/stress.hpp>
#include <contend/load/ledger.hpp>
#include <contend/model/refcount/atomic_count.hpp>
#include <contend/model/refcount/biased.hpp>
#include <contend/model/refcount/paper.hpp>
#include <contend/model/refcount/plain.hpp>
#include <suites/refcount/handoff.hpp>
#include <suites/refcount/hot_object.hpp>
#include <suites/refcount/owner_churn.hpp>

#include <gtest/gtest.h>

#include <latch>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace contend {
namespace {

struct subject_name {
  template <class P>
  static std::string GetName(int) {
    return std::string(P::info.name);
  }
};

/// Runs `body(membership)` on a thread of its own that is a member, and waits for its end.
template <class P, class Body>
void on_member(Body body) {
  std::thread([&] {
    typename P::thread membership;
    body(membership);
  }).join();
}

/// One thread: the semantics of the handle.
template <class P>
class counted_handle : public testing::Test {
 protected:
  using ref = typename P::template ref<tracked>;

  ref make(std::uint64_t value = 7) { return P::template make<tracked>(_book, value); }
  [[nodiscard]] std::uint64_t alive() const { return _book.total_born() - _book.total_died(); }
  void TearDown() override { EXPECT_EQ(_book.verify(), std::nullopt); }

  ledger _book;
  typename P::thread _membership;
};

using all_designs =
    testing::Types<model::plain_count, model::atomic_count, model::biased_count, model::paper_count,
                   adapter::std_shared_ptr, adapter::boost_intrusive_ptr>;
TYPED_TEST_SUITE(counted_handle, all_designs, subject_name);

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
  r.reset();
  EXPECT_FALSE(r);
  EXPECT_EQ(this->alive(), 0u);
  r.reset();
}

TYPED_TEST(counted_handle, a_copy_keeps_alive) {
  auto a = this->make();
  {
    auto b = a;
    a.reset();
    EXPECT_EQ(this->alive(), 1u);
    EXPECT_EQ(TypeParam::get(b).value(), 7u);
  }
  EXPECT_EQ(this->alive(), 0u);
}

TYPED_TEST(counted_handle, a_move_leaves_null_and_counts_nothing) {
  auto a = this->make();
  auto b = std::move(a);
  EXPECT_FALSE(a);
  EXPECT_EQ(TypeParam::get(b).value(), 7u);
  a = std::move(b);
  EXPECT_FALSE(b);
  a.reset();
  EXPECT_EQ(this->alive(), 0u);
}

TYPED_TEST(counted_handle, assignment_drops_what_was_held) {
  auto a = this->make(1), b = this->make(2);
  a = b;
  EXPECT_EQ(this->alive(), 1u);
  EXPECT_EQ(&TypeParam::get(a), &TypeParam::get(b));
  a = this->make(3);
  EXPECT_EQ(this->alive(), 2u);
  b = {};
  EXPECT_EQ(this->alive(), 1u);
}

TYPED_TEST(counted_handle, self_assignment_changes_nothing) {
  auto a = this->make();
  auto& same = a;
  a = same;
  EXPECT_EQ(this->alive(), 1u);
  EXPECT_EQ(TypeParam::get(a).value(), 7u);
  auto b = a;
  a = b;
  a.reset();
  EXPECT_EQ(this->alive(), 1u);
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
  for (int i = 0; i < 100; ++i) {
    head = TypeParam::template make<chain>(this->_book, std::move(head));
  }
  EXPECT_EQ(this->alive(), 100u);
  head.reset();
  EXPECT_EQ(this->alive(), 0u);
}

/// Several threads: who may drop, and when.
template <class P>
class counted_by_many : public counted_handle<P> {};

using shared_designs = testing::Types<model::atomic_count, model::biased_count, model::paper_count,
                                      adapter::std_shared_ptr, adapter::boost_intrusive_ptr>;
TYPED_TEST_SUITE(counted_by_many, shared_designs, subject_name);

TYPED_TEST(counted_by_many, another_thread_drops_last) {
  auto r = this->make();
  on_member<TypeParam>([&](auto&) { r.reset(); });
  // At the latest here, where the design sends the dead home.
  this->_membership.safepoint();
  EXPECT_EQ(this->alive(), 0u);
}

TYPED_TEST(counted_by_many, another_thread_copies_and_outlives_the_maker_s_reference) {
  auto r = this->make();
  std::latch copied(1), dropped(1);
  std::thread other([&] {
    [[maybe_unused]] typename TypeParam::thread membership;
    auto mine = r;
    copied.count_down();
    dropped.wait();
    EXPECT_EQ(TypeParam::get(mine).value(), 7u);
  });
  copied.wait();
  r.reset();
  EXPECT_EQ(this->alive(), 1u);
  dropped.count_down();
  other.join();
  this->_membership.safepoint();
  EXPECT_EQ(this->alive(), 0u);
}

TYPED_TEST(counted_by_many, a_member_drops_after_the_maker_has_gone) {
  typename TestFixture::ref r, copy;
  on_member<TypeParam>([&](auto&) { copy = r = this->make(); });
  r.reset();
  EXPECT_EQ(this->alive(), 1u);
  copy.reset();
  EXPECT_EQ(this->alive(), 0u);
}

TYPED_TEST(counted_by_many, a_stranger_drops_when_no_member_is_left) {
  typename TestFixture::ref r, copy;
  on_member<TypeParam>([&](auto&) { copy = r = this->make(); });
  std::thread([&] {
    r.reset();
    EXPECT_EQ(this->alive(), 1u);
    copy.reset();
    EXPECT_EQ(this->alive(), 0u);
  }).join();
}

TYPED_TEST(counted_by_many, a_stranger_makes_what_members_share) {
  typename TestFixture::ref r;
  std::thread([&] { r = this->make(); }).join();
  auto copy = r;
  on_member<TypeParam>([&](auto&) { r.reset(); });
  EXPECT_EQ(this->alive(), 1u);
  copy.reset();
  this->_membership.safepoint();
  EXPECT_EQ(this->alive(), 0u);
}

/// The suite's loads and their oracles, with perturbed interleavings where built in.
template <class W>
void stress_all(const parameters& params = {}) {
  for (const unsigned threads : {1u, 2u, 4u}) {
    if (threads > max_threads_of<W>()) continue;
    for (const std::uint64_t seed : {1, 2}) {
      const auto r = harness::stress(
          [](const setting& s) -> std::unique_ptr<load> { return std::make_unique<load_of<W>>(s); },
          {.threads = threads, .rounds = 500, .seed = seed, .params = params});
      EXPECT_EQ(r.wrong, std::nullopt) << W::name << ", " << threads << " threads, seed " << seed;
      EXPECT_GT(r.total.succeeded, 0u);
    }
  }
}

TYPED_TEST(counted_handle, owner_churn_holds) { stress_all<suites::owner_churn<TypeParam>>(); }
TYPED_TEST(counted_handle, hot_object_holds) { stress_all<suites::hot_object<TypeParam>>(); }
TYPED_TEST(counted_handle, handoff_holds) {
  for (const char* batch : {"1", "16"}) {
    for (const char* fan : {"1", "2", "3"}) {
      stress_all<suites::handoff<TypeParam>>(parameters({{"batch", batch}, {"fan", fan}}));
    }
  }
}

}  // namespace
}  // namespace contend
