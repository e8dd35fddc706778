// The buffer loads' oracle sees what a bad buffer does. Each planted bug goes through the very
// workload that is timed.
#include "drive.hpp"

#include <contend/adapter/buffer/mutex_deque.hpp>
#include <suites/buffers/pairs.hpp>
#include <suites/buffers/producer_consumer.hpp>

#include <gtest/gtest.h>

namespace contend {
namespace {

using suites::item;

enum class bug { none, loses, duplicates, swaps, invents, loses_one_and_doubles_another };

/// A good queue with one bug, every hundredth time that it can happen.
template <bug Bug>
class bad_buffer {
 public:
  using value_type = item;
  static constexpr subject_info info{.name = "bad", .title = "", .source = ""};
  static constexpr buffer_info traits{.order = order_guarantee::fifo, .bounded = true};

  // Room for all that a test pushes: only the planted bug may be wrong here.
  explicit bad_buffer(const buffer_size&) : _good({.capacity = 1 << 20}) {}

  class handle {
   public:
    explicit handle(bad_buffer& buffer) : _good(buffer._good) {}

    bool try_push(item v) {
      const bool now = ++_pushes % 100 == 0;
      if (now && Bug == bug::loses) return true;
      if (now && Bug == bug::invents) return _good.try_push(v) && _good.try_push(item{9} << 48);
      if (now && Bug == bug::duplicates) return _good.try_push(v) && _good.try_push(v);
      if (Bug == bug::loses_one_and_doubles_another) {
        if (now) return true;
        if (_pushes % 100 == 1 && _pushes > 1) return _good.try_push(v) && _good.try_push(v);
      }
      return _good.try_push(v);
    }
    bool try_pop(item& v) {
      if (Bug == bug::swaps && ++_pops % 100 == 0) {
        item first = 0;
        if (!_good.try_pop(first)) return false;
        if (!_good.try_pop(v)) {
          v = first;
          return true;
        }
        _good.try_push(first);  // now behind all the others
        return true;
      }
      return _good.try_pop(v);
    }

   private:
    adapter::mutex_deque<item>::handle _good;
    std::uint64_t _pushes = 0, _pops = 0;
  };

 private:
  adapter::mutex_deque<item> _good;
};

template <class B>
using halves = suites::producer_consumer<B>;

template <template <class> class W, bug Bug>
complaint of(unsigned threads) {
  return drive<W<bad_buffer<Bug>>>(threads, 3000, {{"capacity", "64"}}).wrong;
}

void expect_says(const complaint& wrong, const std::string& what) {
  ASSERT_TRUE(wrong.has_value()) << "the oracle saw nothing";
  EXPECT_NE(wrong->find(what), std::string::npos) << *wrong;
}

TEST(buffer_oracle, passes_the_wrapper_without_a_bug) {
  EXPECT_EQ((of<suites::pairs, bug::none>(4)), std::nullopt);
  EXPECT_EQ((of<halves, bug::none>(4)), std::nullopt);
}

TEST(buffer_oracle, sees_a_loss) {
  expect_says(of<halves, bug::loses>(4), "lost");
  expect_says(of<suites::pairs, bug::loses>(4), "lost");
}

TEST(buffer_oracle, sees_a_duplicate) {
  expect_says(of<halves, bug::duplicates>(4), "twice");
  expect_says(of<suites::pairs, bug::duplicates>(4), "twice");
}

TEST(buffer_oracle, sees_a_swap) {
  expect_says(of<halves, bug::swaps>(2), "after a later one");
  expect_says(of<halves, bug::swaps>(4), "after a later one");
}

TEST(buffer_oracle, sees_an_item_that_nobody_pushed) {
  expect_says(of<halves, bug::invents>(4), "nobody had pushed");
  expect_says(of<suites::pairs, bug::invents>(4), "nobody had pushed");
}

TEST(buffer_oracle, sees_a_duplicate_that_makes_up_for_a_loss) {
  // How many came out may or may not be right, depending on where the run stopped.
  expect_says(of<halves, bug::loses_one_and_doubles_another>(4), "came out");
}

// The checksum must see what counts, sums and sums of squares don't.
TEST(buffer_oracle, tells_apart_what_has_equal_count_sum_and_squares) {
  bag a, b;
  for (std::uint64_t i : {0, 3, 5, 6}) a.put(i);
  for (std::uint64_t i : {1, 2, 4, 7}) b.put(i);
  EXPECT_EQ(a.count, b.count);
  EXPECT_NE(a, b);
  bag c;
  for (std::uint64_t i : {6, 5, 0, 3}) c.put(i);
  EXPECT_EQ(a, c) << "order must not matter";
  c -= b;
  c += b;
  EXPECT_EQ(a, c);
}

// What is left in the buffer is checked, too: nothing pops here while the load runs.
TEST(buffer_oracle, counts_what_is_left_over) {
  using W = suites::producer_consumer<bad_buffer<bug::loses>>;
  W load({.threads = 2, .params = parameters(parameter_list{{"capacity", "1000"}}), .seed = 1});
  {
    typename W::worker producer(load, {.index = 0, .threads = 2, .seed = 1});
    producer.step(250);
  }
  expect_says(load.verify(), "250 items went in, 248 came out (the 248 left over");
}

}  // namespace
}  // namespace contend
