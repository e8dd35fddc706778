// The scenarios' oracles see what a bad buffer does. Each bug goes through the very load that is
// timed.
#include "scenario_planted.hpp"

#include <type_traits>

namespace contend {
namespace {

enum class bug {
  none,
  loses,
  duplicates,
  swaps,
  spoils,                         // a word of what it carries
  loses_one_and_doubles_another,  // so that the numbers are right
  takes_what_it_refuses,
};

/// A good queue with one bug, every fiftieth time that it can happen.
template <class T, bug Bug>
class bad_buffer {
 public:
  using value_type = T;
  static constexpr subject_info info{.name = "bad", .title = "", .source = ""};
  static constexpr buffer_info traits{};

  explicit bad_buffer(const buffer_size& size)
      : _good({.capacity = Bug == bug::takes_what_it_refuses ? size.capacity : 1 << 20}) {}

  class handle {
   public:
    explicit handle(bad_buffer& buffer) : _good(buffer._good) {}

    bool try_push(const T& v) {
      const bool now = ++_pushes % 50 == 0, after = _pushes % 50 == 1 && _pushes > 1;
      if (now && Bug == bug::loses) return true;
      if (now && Bug == bug::duplicates) return _good.try_push(v) && _good.try_push(v);
      if constexpr (Bug == bug::loses_one_and_doubles_another) {
        if (now) return true;
        if (after) return _good.try_push(v) && _good.try_push(v);
      }
      if constexpr (Bug == bug::spoils) {
        if (now) v->body()[5] ^= 1;
      }
      if (now && Bug == bug::takes_what_it_refuses) return _good.try_push(v) && false;
      return _good.try_push(v);
    }
    bool try_pop(T& v) {
      if (Bug == bug::swaps && ++_pops % 50 == 0) {
        T first{};
        if (!_good.try_pop(first)) return false;
        if (!_good.try_pop(v)) {
          v = first;
          --_pops;  // there were not two: the next time
          return true;
        }
        _good.try_push(first);  // now behind all the others
        return true;
      }
      return _good.try_pop(v);
    }

   private:
    typename adapter::mutex_deque<T>::handle _good;
    std::uint64_t _pushes = 0, _pops = 0;
  };

 private:
  adapter::mutex_deque<T> _good;
};

template <bug Bug>
struct bad_buffers {
  // What it spoils must be a document: a kit's concept is checked with something else.
  template <class T>
  using of = bad_buffer<T, std::is_same_v<T, suites::document*> ? Bug : bug::none>;
};
template <bug Bug>
using with_buffer = planted_kit<quarantine, bad_buffers<Bug>::template of>;

TEST(scenario_oracle, passes_kits_without_a_bug) {
  EXPECT_EQ(of_web_server<with_buffer<bug::none>>(), std::nullopt);
  EXPECT_EQ(of_pipeline<with_buffer<bug::none>>(), std::nullopt);
  EXPECT_EQ(of_stream<with_buffer<bug::none>>(), std::nullopt);
  EXPECT_EQ(of_cache<with_buffer<bug::none>>(), std::nullopt);
  EXPECT_EQ(of_event_loop<with_buffer<bug::none>>(), std::nullopt);
  EXPECT_EQ(of_slow_event_loop<with_buffer<bug::none>>(), std::nullopt);
}

TEST(scenario_oracle, sees_a_request_lost_in_a_queue) {
  expect_says(of_web_server<with_buffer<bug::loses>>(), "were answered");
  expect_says(of_pipeline<with_buffer<bug::loses>>(), "came out");
  expect_says(of_stream<with_buffer<bug::loses>>(), "were produced");
  expect_says(of_event_loop<with_buffer<bug::loses>>(), "callbacks were posted");
}

TEST(scenario_oracle, sees_a_request_served_twice) {
  expect_says(of_web_server<with_buffer<bug::duplicates>>(), "a second time");
  expect_says(of_pipeline<with_buffer<bug::duplicates>>(), "came out");
  expect_says(of_stream<with_buffer<bug::duplicates>>(), "a second time");
  expect_says(of_event_loop<with_buffer<bug::duplicates>>(), "callbacks were posted");
}

TEST(scenario_oracle, sees_a_duplicate_that_makes_up_for_a_loss) {
  expect_says(of_web_server<with_buffer<bug::loses_one_and_doubles_another>>(), "a second time");
  expect_says(of_pipeline<with_buffer<bug::loses_one_and_doubles_another>>(), "came out");
  expect_says(of_event_loop<with_buffer<bug::loses_one_and_doubles_another>>(),
              "callbacks were posted");
}

TEST(scenario_oracle, sees_a_spoilt_document) {
  expect_says(of_web_server<with_buffer<bug::spoils>>(), "arrived changed");
  expect_says(of_pipeline<with_buffer<bug::spoils>>(), "changed");
  expect_says(of_stream<with_buffer<bug::spoils>>(), "arrived changed");
  expect_says(of_event_loop<with_buffer<bug::spoils>>(), "arrived changed");
}

TEST(scenario_oracle, sees_a_broken_order_where_one_is_promised) {
  expect_says(of_stream<with_buffer<bug::swaps>>(), "after a later one");
  expect_says(of_slow_event_loop<with_buffer<bug::swaps>>(), "after a later one");
}

TEST(scenario_oracle, sees_a_frame_that_was_dropped_and_received) {
  expect_says(of_stream<with_buffer<bug::takes_what_it_refuses>>(), "were produced");
  expect_says(of_stream<with_buffer<bug::takes_what_it_refuses>>("block"), "a second time");
}

}  // namespace
}  // namespace contend
