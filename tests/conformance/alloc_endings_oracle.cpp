// The oracles of the loads whose memory ends elsewhere, against designs that are wrong.
#include "planted_loads.hpp"

#include <suites/frees/container_nodes.hpp>
#include <suites/frees/last_release.hpp>
#include <suites/frees/late_event.hpp>

#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>

namespace contend {
namespace {

using suites::container_nodes, suites::last_release, suites::late_event, suites::list_nodes;
template <planted Bug>
using memory = planted_memory<Bug>;

const parameter_list shared{{"sharers", "3"}, {"hold", "64"}, {"size", "64"}};
const parameter_list nodes{
    {"container", "list"}, {"elements", "50"}, {"ending", "erase"}, {"hold", "1"}};
const parameter_list events{{"life", "50"}, {"size", "64"}, {"pending", "10"}};

TEST(alloc_endings_oracle, pass_what_is_right) {
  using M = memory<planted::nothing>;
  for (unsigned threads : {1u, 3u}) {
    EXPECT_EQ(wrong_with<last_release<M>>(shared, threads), "");
    EXPECT_EQ((wrong_with<container_nodes<M, list_nodes>>(nodes, threads)), "");
    EXPECT_EQ(wrong_with<late_event<M>>(events, threads), "");
  }
}

TEST(alloc_endings_oracle, see_a_block_that_is_given_out_twice) {
  using M = memory<planted::gives_out_twice>;
  EXPECT_TRUE(says(wrong_with<last_release<M>>(shared), "given out twice"));
  EXPECT_TRUE(says(wrong_with<late_event<M>>(events), "given out twice"));
}

TEST(alloc_endings_oracle, see_a_block_that_someone_wrote_to) {
  using M = memory<planted::scribbles>;
  EXPECT_TRUE(says(wrong_with<last_release<M>>(shared), "did not hold"));
  EXPECT_TRUE(says(wrong_with<late_event<M>>(events), "did not hold"));
  EXPECT_TRUE(says(wrong_with<container_nodes<M, list_nodes>>(nodes), "not what was inserted"));
  EXPECT_TRUE(
      says((wrong_with<container_nodes<M, suites::hash_nodes>>({{"container", "unordered_map"},
                                                                {"elements", "50"},
                                                                {"ending", "clear"},
                                                                {"hold", "0"}})),
           "not what was inserted"));
}

/// Counts that end wrong: with one reference left, or now and then never.
struct one_too_early : model::acq_rel_steps {
  static bool down(model::atomic_word& count) noexcept {
    return count.fetch_sub(1, std::memory_order_acq_rel) == 2;
  }
};
struct now_and_then_never : model::acq_rel_steps {
  static bool down(model::atomic_word& count) noexcept {
    static std::atomic<unsigned> ends{0};
    return acq_rel_steps::down(count) && ++ends % 100 != 0;
  }
};

TEST(alloc_endings_oracle, see_an_object_that_is_freed_while_somebody_holds_it) {
  using W = last_release<memory<planted::nothing>, one_too_early>;
  EXPECT_TRUE(says(wrong_with<W>(shared), "freed early"));
}
TEST(alloc_endings_oracle, see_an_object_that_nobody_frees) {
  using W = last_release<memory<planted::nothing>, now_and_then_never>;
  const std::string wrong = wrong_with<W>(shared, 3);
  EXPECT_TRUE(says(wrong, "were allocated and")) << wrong;
}

TEST(alloc_endings_oracle, see_what_is_lost_on_the_way) {
  using M = memory<planted::nothing>;
  EXPECT_TRUE(says(wrong_with<last_release<M, model::acq_rel_steps, lossy_lane>>(shared, 3),
                   "were allocated and"));
  // What comes next is not what was expected.
  EXPECT_TRUE(
      says(wrong_with<late_event<M, suites::fresh_thread, lossy_lane>>(events, 3), "did not hold"));
  EXPECT_TRUE(says((wrong_with<container_nodes<M, list_nodes, lossy_lane>>(nodes, 3)),
                   "not what was inserted"));
}

/// Comes back when the work is done, with its thread still there: until the next one, or the end.
class lingering_thread {
 public:
  ~lingering_thread() { end(); }
  template <class Work>
  std::int64_t run(Work work) {
    end();
    _stay = true;
    bool done = false;
    std::unique_lock hold(_lock);
    _thread = std::thread([this, &done, work = std::move(work)] {
      work();
      std::unique_lock mine(_lock);
      done = true;
      _change.notify_all();
      _change.wait(mine, [this] { return !_stay; });
    });
    _change.wait(hold, [&done] { return done; });
    return 0;
  }

 private:
  void end() {
    {
      const std::lock_guard hold(_lock);
      _stay = false;
    }
    _change.notify_all();
    if (_thread.joinable()) _thread.join();
  }
  std::mutex _lock;
  std::condition_variable _change;
  bool _stay = false;
  std::thread _thread;
};
/// Its thread is the worker's own, which does not exit at all.
struct no_thread {
  template <class Work>
  std::int64_t run(Work work) {
    work();
    return 0;
  }
};

TEST(alloc_endings_oracle, see_an_event_that_is_freed_before_its_owner_is_gone) {
  using M = memory<planted::nothing>;
  // Fewer lives than a lane holds: the last one's events are on their way while it lingers,
  // however the workers take turns.
  constexpr std::uint64_t rounds = 100;
  EXPECT_TRUE(says(wrong_with<late_event<M, lingering_thread>>(events, 3, rounds),
                   "while the thread that allocated them lived"));
  EXPECT_TRUE(says(wrong_with<late_event<M, no_thread>>(events, 3, rounds),
                   "while the thread that allocated them lived"));
}

TEST(alloc_endings_oracle, let_out_of_memory_through) {
  using M = memory<planted::runs_out>;
  lets_out_of_memory_through<last_release<M>>(shared);
  lets_out_of_memory_through<container_nodes<M, list_nodes>>(nodes);
  lets_out_of_memory_through<container_nodes<M, suites::hash_nodes>>(
      {{"container", "unordered_map"}, {"elements", "50"}, {"ending", "clear"}, {"hold", "1"}});
  lets_out_of_memory_through<late_event<M>>(events);
}

TEST(alloc_endings_oracle, refuse_parameters_by_name) {
  using M = memory<planted::nothing>;
  for (const char* n : {"1", "9", "many"}) {
    EXPECT_TRUE(refuses<last_release<M>>(shared, "sharers", n)) << n;
  }
  EXPECT_TRUE(refuses<last_release<M>>(shared, "hold", "0"));
  EXPECT_TRUE(refuses<last_release<M>>(shared, "size", "39"));
  using nodes_load = container_nodes<M, list_nodes>;
  EXPECT_TRUE(refuses<nodes_load>(nodes, "container", "map"));
  EXPECT_TRUE(refuses<nodes_load>(nodes, "elements", "0"));
  EXPECT_TRUE(refuses<nodes_load>(nodes, "ending", "leak"));
  EXPECT_TRUE(refuses<nodes_load>(nodes, "hold", "-1"));
  EXPECT_TRUE(refuses<late_event<M>>(events, "life", "0"));
  EXPECT_TRUE(refuses<late_event<M>>(events, "size", "8"));
  EXPECT_TRUE(refuses<late_event<M>>(events, "pending", "0"));
}

}  // namespace
}  // namespace contend
