// What every object runtime must do, one body over all of them.
#include <contend/core/rng.hpp>
#include <contend/harness/stress.hpp>
#include <suites/baseline/allocation.hpp>
#include <suites/baseline/lifecycle.hpp>
#include <suites/baseline/list_append.hpp>
#include <suites/baseline/list_pop.hpp>
#include <suites/baseline/ref_count.hpp>
#include <suites/baseline/runtimes.hpp>
#include <suites/baseline/window.hpp>

#include <gtest/gtest.h>

#include <deque>
#include <memory>

namespace contend::suites {
namespace {

template <class R>
class runtime_of : public ::testing::Test {
 protected:
  using box_ref = typename R::template ref<tracked>;

  /// Random calls on a list against a deque.
  template <class List>
  void list_like_a_deque() {
    ledger book;
    {
      typename R::thread member;
      const attached here(member);
      auto list = R::template make<List>();
      std::deque<std::uint64_t> model;
      rng random(7);
      std::uint64_t next = 0;
      for (int i = 0; i < 20'000; ++i) {
        List& l = R::get(list);
        // Phases of growth and of shrinking.
        const std::uint64_t pops = i / 500 % 2 == 0 ? 2 : 5;
        if (random.below(8) >= pops) {
          model.push_back(++next);
          if (random.below(2) == 0) {
            l.append(R::template make<tracked>(book, next));
          } else {
            l.append_private(R::template make<tracked>(book, next));
          }
        } else {
          const bool front = random.below(2) == 0;
          const box_ref popped = front ? l.pop_front() : l.pop_back();
          ASSERT_EQ(static_cast<bool>(popped), !model.empty());
          if (popped) {
            ASSERT_EQ(R::get(popped).value(), front ? model.front() : model.back());
            if (front)
              model.pop_front();
            else
              model.pop_back();
          }
        }
        ASSERT_EQ(l.size(), model.size());
        if (!model.empty()) {
          const std::size_t at = random.below(model.size());
          ASSERT_EQ(R::get(l.at(at)).value(), model[at]);
        }
      }
      EXPECT_EQ(book.total_born() - book.total_died(), model.size());
      list.reset();
      member.safepoint();
    }
    EXPECT_EQ(book.verify(), std::nullopt);
  }

  template <template <class> class Workload>
  harness::stress_result drive(parameters params, std::uint64_t rounds, unsigned threads = 4) {
    return harness::stress(
        [](const setting& s) { return std::make_unique<load_of<Workload<R>>>(s); },
        {.threads = threads, .rounds = rounds, .seed = 3, .params = std::move(params)});
  }
};

using runtimes = ::testing::Types<native_runtime, shared_ptr_runtime, atomic_runtime,
                                  free_threaded_runtime, gil_runtime>;
TYPED_TEST_SUITE(runtime_of, runtimes);

TYPED_TEST(runtime_of, a_list_behaves_like_a_deque) {
  this->template list_like_a_deque<
      typename TypeParam::template list<typename TestFixture::box_ref>>();
}

TYPED_TEST(runtime_of, a_shared_list_behaves_like_a_deque) {
  this->template list_like_a_deque<
      typename TypeParam::template shared_list<typename TestFixture::box_ref>>();
}

TYPED_TEST(runtime_of, a_lent_reference_leaves_the_object_alive) {
  ledger book;
  {
    typename TypeParam::thread member;
    const attached here(member);
    auto owner = TypeParam::template make<tracked>(book, 5);
    for (int i = 0; i < 3; ++i) {
      auto lent = TypeParam::lend(owner);
      EXPECT_EQ(TypeParam::get(lent).value(), 5u);
    }
    EXPECT_EQ(book.total_died(), 0u);
    auto moved = std::move(owner);
    EXPECT_FALSE(owner);  // NOLINT: a moved-from reference is null
    moved.reset();
    EXPECT_FALSE(moved);
    EXPECT_EQ(book.total_died(), 1u);
  }
  EXPECT_EQ(book.verify(), std::nullopt);
}

TYPED_TEST(runtime_of, window_is_right) {
  for (const char* place : {"private", "shared"}) {
    const auto r = this->template drive<window>(grid({{"place", {place}}}).front(), 150);
    EXPECT_EQ(r.wrong, std::nullopt) << place;
    EXPECT_EQ(r.total, tally::all(4 * 150)) << place;
  }
}

TYPED_TEST(runtime_of, lifecycle_is_right_and_reports_each_phase) {
  const auto r = this->template drive<lifecycle>({}, 40);
  EXPECT_EQ(r.wrong, std::nullopt);
  EXPECT_EQ(r.metrics.size(), 5u);
}

TYPED_TEST(runtime_of, allocation_is_right) {
  const auto r = this->template drive<allocation>({}, 40);
  EXPECT_EQ(r.wrong, std::nullopt);
  EXPECT_EQ(r.total, tally::all(4 * 40 * 100));
}

TYPED_TEST(runtime_of, append_and_pop_are_right) {
  for (const char* place : {"private", "shared"}) {
    const auto params = grid({{"place", {place}}}).front();
    const auto appends = this->template drive<list_append>(params, 300);
    EXPECT_EQ(appends.wrong, std::nullopt) << place;
    EXPECT_GT(appends.total.succeeded, 0u) << place;
    const auto pops = this->template drive<list_pop>(params, 300);
    EXPECT_EQ(pops.wrong, std::nullopt) << place;
    EXPECT_GT(pops.total.succeeded, 0u) << place;
  }
}

TYPED_TEST(runtime_of, ref_count_is_right) {
  for (const char* of : {"owned", "foreign", "contended"}) {
    for (const unsigned threads : {1u, 4u}) {
      const auto r = this->template drive<ref_count>(grid({{"of", {of}}}).front(), 2000, threads);
      EXPECT_EQ(r.wrong, std::nullopt) << of;
    }
  }
}

}  // namespace
}  // namespace contend::suites
