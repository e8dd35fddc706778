// The oracles of the loads whose memory ends elsewhere, against designs that are wrong.
#include "drive.hpp"
#include "planted_memory.hpp"

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

/// What is wrong, in words; "" if nothing. Over one worker: with more, the two owners of a block
/// write to it at once, which is a real data race, and TSan's to find.
template <class W>
std::string wrong_with(const parameter_list& list, unsigned threads = 1,
                       std::uint64_t rounds = 500) {
  const auto r = drive<W>(threads, rounds, list);
  W::subject::purge();
  return r.wrong.value_or("");
}
bool says(const std::string& complaint, std::string_view what) {
  return complaint.find(what) != std::string::npos;
}

const parameter_list shared{{"sharers", "3"}, {"hold", "64"}, {"size", "64"}};
const parameter_list nodes{
    {"container", "list"}, {"elements", "50"}, {"ending", "erase"}, {"hold", "1"}};
const parameter_list events{{"life", "50"}, {"size", "64"}, {"pending", "10"}};

/// Forgets what it was to hand over, from the second time on every tenth: soon enough for workers
/// that get the processor one after the other, and so never find room for more than a lane's depth.
template <class Item, std::size_t Most, std::size_t Depth>
class lossy_lane : public suites::lane<Item, Most, Depth> {
 public:
  void send() noexcept {
    if (_sends++ % 10 != 1) suites::lane<Item, Most, Depth>::send();
  }

 private:
  std::uint64_t _sends = 0;
};

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
  void run(Work work) {
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
  void run(Work work) {
    work();
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

// Out of memory is no success and no leak: it ends the run, as bad_alloc does everywhere.
template <class W>
void lets_out_of_memory_through(const parameter_list& list) {
  {
    W load({.threads = 1, .params = parameters(list), .seed = 1});
    typename W::worker w(load, {.index = 0, .threads = 1, .seed = 1});
    EXPECT_THROW(w.step(1000), std::bad_alloc);
  }
  EXPECT_EQ(W::subject::live, 0) << W::name;
  W::subject::purge();
}
TEST(alloc_endings_oracle, let_out_of_memory_through) {
  using M = memory<planted::runs_out>;
  lets_out_of_memory_through<last_release<M>>(shared);
  lets_out_of_memory_through<container_nodes<M, list_nodes>>(nodes);
  lets_out_of_memory_through<container_nodes<M, suites::hash_nodes>>(
      {{"container", "unordered_map"}, {"elements", "50"}, {"ending", "clear"}, {"hold", "1"}});
  lets_out_of_memory_through<late_event<M>>(events);
}

template <class W>
bool refuses(const parameter_list& right, std::string_view name, std::string value) {
  parameter_list list = right;
  for (auto& [n, v] : list) {
    if (n == name) v = value;
  }
  try {
    const W load({.threads = 1, .params = parameters(std::move(list)), .seed = 1});
  } catch (const std::invalid_argument& e) {
    return says(e.what(), name);
  }
  return false;
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
