// The recorder, on one thread and on several.
#include <contend/core/atomic.hpp>
#include <contend/linearize/container.hpp>
#include <contend/linearize/queue.hpp>
#include <contend/linearize/recorder.hpp>

#include <gtest/gtest.h>

#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

namespace contend::linearize {
namespace {

TEST(linearize_recorder, writes_down_what_was_called_and_answered) {
  recorder r(2, 3);
  EXPECT_TRUE(r.of(0).operate(action::insert, 7, 70, [] { return true; }));
  EXPECT_EQ(r.of(1).operate(action::find, 7, 0, [] { return std::optional<std::uint64_t>(70); }),
            70u);
  EXPECT_FALSE(r.of(1).operate(action::find, 8, 0, [] { return std::optional<std::uint64_t>(); }));
  const history all = r.all();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].what, action::insert);
  EXPECT_EQ(all[0].answer, outcome::yes);
  EXPECT_EQ(all[0].key, 7u);
  EXPECT_EQ(all[0].value, 70u);
  EXPECT_EQ(all[1].thread, 1u);
  EXPECT_EQ(all[1].seen, 70u);
  EXPECT_EQ(all[2].answer, outcome::no);
  for (const operation& o : all) EXPECT_LE(o.call, o.returned);
  EXPECT_LE(all[0].returned, all[1].call);
  EXPECT_FALSE(r.of(1).full());
  EXPECT_EQ(check_container(all).outcome, verdict::linearizable);
}

TEST(linearize_recorder, is_full_after_its_room) {
  recorder r(1, 2);
  for (int i = 0; i < 2; ++i) {
    EXPECT_FALSE(r.of(0).full());
    r.of(0).operate(action::contains, 0, 0, [] { return false; });
  }
  EXPECT_TRUE(r.of(0).full());
  EXPECT_EQ(r.of(0).size(), 2u);
}

TEST(linearize_recorder, an_operation_that_throws_has_not_returned) {
  recorder r(1, 1);
  EXPECT_THROW(r.of(0).operate(action::insert, 0, 0, []() -> bool { throw std::bad_alloc(); }),
               std::bad_alloc);
  ASSERT_EQ(r.all().size(), 1u);
  EXPECT_FALSE(r.all()[0].required());
  EXPECT_EQ(r.all()[0].answer, outcome::unknown);
}

// The clock's own promise, on which all of it rests: what one thread was handed by another is not
// stamped earlier. Whoever has the turn stamps; the turn is what orders them.
TEST(linearize_recorder, stamps_of_two_threads_follow_what_happens_before_what) {
  constexpr int turns = 2'000;
  std::mutex lock;
  std::int64_t last = 0;
  int earlier = 0;
  const auto stamp = [&] {
    for (int i = 0; i < turns; ++i) {
      const std::lock_guard hold(lock);
      const std::int64_t now = i % 2 == 0 ? call_stamp() : return_stamp();
      earlier += now < last;
      last = now;
    }
  };
  std::thread other(stamp);
  stamp();
  other.join();
  EXPECT_EQ(earlier, 0);
}

// A right container under real threads, which share nothing but it.
TEST(linearize_recorder, a_right_counter_under_threads_is_linearizable) {
  constexpr unsigned threads = 4, each = 500;
  recorder r(threads, each);
  atomic<std::uint64_t> value{1};
  std::vector<std::thread> team;
  for (unsigned t = 0; t < threads; ++t) {
    team.emplace_back([&, t] {
      while (!r.of(t).full()) {
        // Relaxed: one word, and its own order is all that is asked.
        r.of(t).operate(action::add, 0, 1 + t, [&]() -> std::optional<std::uint64_t> {
          return value.fetch_add(1 + t, memory_order_relaxed);
        });
      }
    });
  }
  for (auto& t : team) t.join();
  history all = r.all();
  operation first{.key = 0, .value = 1, .thread = threads, .what = action::assign};
  first.returned = first.call;
  first.answer = outcome::yes;
  all.push_back(first);
  const finding found = check_container(all);
  EXPECT_EQ(found.outcome, verdict::linearizable) << found.why;
  EXPECT_EQ(found.operations, threads * each + 1);
}

}  // namespace
}  // namespace contend::linearize
