// The object loads pass designs that are right, and see what a wrong count does.
#include "drive.hpp"

#include <contend/core/sanitizer.hpp>
#include <contend/model/refcount/atomic_count.hpp>
#include <contend/model/refcount/biased.hpp>
#include <contend/model/refcount/deferred.hpp>
#include <contend/model/refcount/handle.hpp>
#include <contend/model/refcount/immortal.hpp>
#include <suites/refcount/container_handle.hpp>
#include <suites/refcount/fan_out.hpp>
#include <suites/refcount/immortal_mix.hpp>
#include <suites/refcount/packing.hpp>
#include <suites/refcount/teardown.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

namespace contend {
namespace {

enum class bug { none, forgets_a_copy, forgets_a_drop, gives_another, drops_immortals };

/// Every 101st count up or down does not happen, or every 101st get() is of another object; or the
/// immortal are counted, but only down. What is destroyed stays in memory until the test is over:
/// that a use comes after the destruction is the oracle's to find, not ASan's.
template <bug Bug>
struct wrong_count {
  static constexpr subject_info info{.name = "wrong"};
  static constexpr counted_traits traits{};

  template <class T>
  struct node {
    template <class... A>
    explicit node(A&&... args) {
      ::new (static_cast<void*>(room)) T(std::forward<A>(args)...);
    }
    static void up(node* n) noexcept {
      if (n->immortal || (Bug == bug::forgets_a_copy && now())) return;
      n->count.fetch_add(1, std::memory_order_relaxed);
    }
    static void down(node* n) noexcept {
      if (n->immortal && Bug != bug::drops_immortals) return;
      if (Bug == bug::forgets_a_drop && now()) return;
      if (n->count.fetch_sub(1, std::memory_order_acq_rel) == 1) n->object().~T();
    }
    T& object() noexcept { return *std::launder(reinterpret_cast<T*>(room)); }

    std::atomic<std::int64_t> count{1};
    bool immortal = false;
    alignas(T) std::byte room[sizeof(T)];
  };
  template <class T>
  using ref = model::handle<node<T>>;
  using thread = no_membership;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    node<T>* made = new node<T>(std::forward<A>(args)...);
    const std::lock_guard hold(lock);
    graves.push_back([made] { delete made; });
    return ref<T>::adopt(made);
  }
  template <class T>
  static T& get(const model::handle<node<T>>& r) noexcept {
    static thread_local node<T>* before = nullptr;
    node<T>* const at = r.node();
    node<T>* const other = std::exchange(before, at);
    return Bug == bug::gives_another && other != nullptr && now() ? other->object() : at->object();
  }

  template <class T>
  static void immortalise(const model::handle<node<T>>& r) noexcept {
    r.node()->immortal = true;
  }
  template <class T>
  static void mortalise(const model::handle<node<T>>& r) noexcept {
    r.node()->immortal = false;
    r.node()->count = 1;
  }

  static bool now() noexcept { return ++_calls % 101 == 0; }
  static void bury() {
    for (const auto& dig : graves) dig();
    graves.clear();
  }

  static inline std::mutex lock;
  static inline std::vector<std::function<void()>> graves;

 private:
  static inline thread_local unsigned _calls = 0;
};

/// What the oracle of load W says of a run; memory is given back afterwards.
template <template <class> class W, bug Bug>
std::string said_of(unsigned threads, std::uint64_t rounds, parameter_list with) {
  const auto r = drive<W<wrong_count<Bug>>>(threads, rounds, std::move(with));
  wrong_count<Bug>::bury();
  return r.wrong.value_or("");
}

template <template <class> class W, class... P>
void right_over_designs(std::uint64_t rounds, const parameter_list& with) {
  for (const unsigned threads : {1u, 2u, 4u}) {
    (
        [&] {
          const auto r = drive<W<P>>(threads, rounds, with);
          EXPECT_EQ(r.wrong, std::nullopt) << P::info.name << ", " << threads << " threads";
          // Of several workers each may have done its rounds before the others have begun.
          if (threads == 1) {
            EXPECT_GT(r.total.succeeded, 0u) << P::info.name;
          }
        }(),
        ...);
  }
}

bool mentions(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

template <template <class> class W>
void right(std::uint64_t rounds, const parameter_list& with) {
  right_over_designs<W, model::atomic_count, model::biased_count>(rounds, with);
}

const parameter_list by_sixteen{{"batch", "16"}};

TEST(fan_out, holds) {
  right<suites::fan_out>(300, {{"batch", "1"}});
  right<suites::fan_out>(300, by_sixteen);
}

TEST(fan_out, tells_who_destroyed_and_what_was_retained) {
  const auto value = [](const harness::stress_result& r, const std::string& name) {
    for (const metric& m : r.metrics) {
      if (m.name == name) return m.value;
    }
    return -1.0;
  };
  const auto home = drive<suites::fan_out<model::biased_count>>(2, 300, by_sixteen);
  EXPECT_EQ(value(home, "destroyed_by_others"), 0);
  EXPECT_GT(value(home, "destroyed_by_creator"), 0);
  const auto there = drive<suites::fan_out<model::atomic_count>>(2, 300, by_sixteen);
  EXPECT_EQ(value(there, "destroyed_by_creator"), 0);
  EXPECT_GT(value(there, "destroyed_by_others"), 0);
  ASSERT_EQ(there.histories.size(), 1u);
  EXPECT_EQ(there.histories[0].name, "retained");
}

TEST(fan_out, sees_a_count_that_went_wrong) {
  EXPECT_EQ((said_of<suites::fan_out, bug::none>(3, 300, by_sixteen)), "");
  EXPECT_TRUE(
      mentions(said_of<suites::fan_out, bug::forgets_a_drop>(3, 300, by_sixteen), "objects built"));
  EXPECT_TRUE(
      mentions(said_of<suites::fan_out, bug::gives_another>(1, 300, by_sixteen), "out of order"));
}

// With two consumers on one thread's clock there would be no race, but they are two threads: who
// uses what is already destroyed races with the destructor, so this is no test under TSan.
TEST(fan_out, sees_an_object_that_died_too_early) {
  if (built_for_tsan) GTEST_SKIP() << "the planted bug is a data race";
  EXPECT_NE((said_of<suites::fan_out, bug::forgets_a_copy>(3, 300, by_sixteen)), "");
}

TEST(fan_out, refuses_a_batch_that_its_lanes_cannot_carry) {
  for (const char* batch : {"0", "65", "many"}) {
    EXPECT_THROW(drive<suites::fan_out<model::atomic_count>>(1, 1, {{"batch", batch}}),
                 std::invalid_argument);
  }
}

TEST(teardown, holds) {
  for (const char* by : {"owner", "stranger"}) {
    for (const char* length : {"1", "100", "3000"}) {
      right<suites::teardown>(300, {{"length", length}, {"by", by}});
    }
  }
}

/// A drop inside each destructor would need a frame a node.
TEST(teardown, takes_a_chain_of_a_million_on_a_short_stack) {
  const auto r = drive<suites::teardown<model::atomic_count>>(
      1, 1'200'000 / 64, {{"length", "1000000"}, {"by", "owner"}});
  EXPECT_EQ(r.wrong, std::nullopt);
  EXPECT_GT(r.total.succeeded, 0u);
}

TEST(teardown, sees_a_count_that_went_wrong) {
  const parameter_list chain{{"length", "500"}, {"by", "owner"}};
  EXPECT_EQ((said_of<suites::teardown, bug::none>(1, 300, chain)), "");
  EXPECT_TRUE(
      mentions(said_of<suites::teardown, bug::forgets_a_drop>(1, 300, chain), "objects built"));
  EXPECT_TRUE(mentions(said_of<suites::teardown, bug::gives_another>(1, 300, chain), "place"));
}

TEST(teardown, refuses_what_it_cannot_build) {
  const auto refused = [](const char* length, const char* by) {
    EXPECT_THROW(
        drive<suites::teardown<model::atomic_count>>(1, 1, {{"length", length}, {"by", by}}),
        std::invalid_argument);
  };
  refused("0", "owner");
  refused("16777217", "owner");
  refused("10", "nobody");
}

/// On a thread that has none open the outermost destructor empties it, at constant depth.
TEST(trashcan, is_opened_by_the_outermost_destructor) {
  struct link;
  using link_ref = model::atomic_count::ref<link>;
  struct link {
    link(int& d, int& m, link_ref n) : depth(d), most(m), next(std::move(n)) {}
    ~link() {
      most = std::max(most, ++depth);
      suites::trashcan<link_ref>::put(std::move(next));
      --depth;
    }
    int &depth, &most;
    link_ref next;
  };
  int depth = 0, most = 0;
  link_ref head;
  for (int i = 0; i < 1000; ++i) {
    head = model::atomic_count::make<link>(depth, most, std::move(head));
  }
  head.reset();
  EXPECT_EQ(depth, 0);
  EXPECT_LE(most, 2);
}

TEST(immortal_mix, holds) {
  for (const char* share : {"0", "50", "99", "100"}) {
    right_over_designs<suites::immortal_mix, model::biased_count, model::immortal_objects>(
        1000, {{"immortal", share}});
  }
}

TEST(immortal_mix, sees_a_count_that_went_wrong) {
  const parameter_list half{{"immortal", "50"}};
  EXPECT_EQ((said_of<suites::immortal_mix, bug::none>(1, 1000, half)), "");
  EXPECT_NE((said_of<suites::immortal_mix, bug::drops_immortals>(1, 1000, half)), "");
  EXPECT_NE((said_of<suites::immortal_mix, bug::forgets_a_copy>(1, 1000, half)), "");
  EXPECT_TRUE(
      mentions(said_of<suites::immortal_mix, bug::forgets_a_drop>(1, 1000, half), "objects built"));
}

TEST(immortal_mix, refuses_more_than_all) {
  for (const char* share : {"-1", "101"}) {
    EXPECT_THROW(drive<suites::immortal_mix<model::biased_count>>(1, 1, {{"immortal", share}}),
                 std::invalid_argument);
  }
}

TEST(container_handle, holds) {
  for (const char* handle : {"borrowed", "local", "copied"}) {
    right_over_designs<suites::container_handle, model::atomic_count, model::biased_count,
                       model::deferred_count, model::immortal_objects>(1000, {{"handle", handle}});
  }
}

TEST(container_handle, sees_a_count_that_went_wrong) {
  const parameter_list copied{{"handle", "copied"}};
  EXPECT_EQ((said_of<suites::container_handle, bug::none>(1, 1000, copied)), "");
  EXPECT_NE((said_of<suites::container_handle, bug::forgets_a_copy>(1, 1000, copied)), "");
  EXPECT_TRUE(mentions(said_of<suites::container_handle, bug::forgets_a_drop>(1, 1000, copied),
                       "objects built"));
}

TEST(container_handle, refuses_an_unknown_handle) {
  EXPECT_THROW(drive<suites::container_handle<model::atomic_count>>(1, 1, {{"handle", "weak"}}),
               std::invalid_argument);
}

TEST(packing, holds) {
  for (const char* layout : {"packed", "own_line"}) {
    for (const char* beside : {"neighbours", "payload"}) {
      right_over_designs<suites::packing, model::atomic_count, model::biased_count,
                         model::deferred_count>(1000, {{"layout", layout}, {"beside", beside}});
    }
  }
}

TEST(packing, says_how_many_share_a_line) {
  const auto together = [](const char* layout, unsigned threads) {
    return drive<suites::packing<model::atomic_count>>(
               threads, 100, {{"layout", layout}, {"beside", "neighbours"}})
        .metrics.at(0)
        .value;
  };
  EXPECT_EQ(together("own_line", 2), 0);
  EXPECT_EQ(together("packed", 1), 0);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  // 32 bytes an object with any allocator that has such a class.
  EXPECT_GT(together("packed", 2), 0.2);
#endif
}

TEST(packing, sees_a_count_that_went_wrong) {
  const parameter_list with{{"layout", "packed"}, {"beside", "payload"}};
  EXPECT_EQ((said_of<suites::packing, bug::none>(1, 20'000, with)), "");
  EXPECT_NE((said_of<suites::packing, bug::forgets_a_copy>(1, 20'000, with)), "");
  EXPECT_TRUE(
      mentions(said_of<suites::packing, bug::forgets_a_drop>(1, 20'000, with), "objects built"));
  EXPECT_NE((said_of<suites::packing, bug::gives_another>(2, 20'000, with)), "");
}

TEST(packing, refuses_an_unknown_layout) {
  const auto refused = [](const char* layout, const char* beside) {
    EXPECT_THROW(
        drive<suites::packing<model::atomic_count>>(1, 1, {{"layout", layout}, {"beside", beside}}),
        std::invalid_argument);
  };
  refused("loose", "payload");
  refused("packed", "nothing");
}

}  // namespace
}  // namespace contend
