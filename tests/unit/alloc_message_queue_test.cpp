// The queue by which a batch of blocks goes to their owner.
#include <contend/model/alloc/message_queue.hpp>
#include <contend/model/alloc/pool_batched.hpp>

#include <gtest/gtest.h>

#include <array>
#include <thread>
#include <vector>

namespace contend::model {
namespace {

using queue = message_queue<batched_rules>;

TEST(alloc_message_queue, gives_lists_in_order_and_runs_empty) {
  queue q;
  EXPECT_EQ(q.get(), nullptr);
  std::array<message, 5> m;
  for (int round = 0; round < 3; ++round) {
    message_list two, three;
    two.push(m[1]);
    two.push(m[0]);
    three.push(m[4]);
    three.push(m[3]);
    three.push(m[2]);
    q.put(two);
    EXPECT_EQ(q.get(), &m[0]);
    q.put(three);
    for (int i = 1; i < 5; ++i) EXPECT_EQ(q.get(), &m[static_cast<std::size_t>(i)]);
    EXPECT_EQ(q.get(), nullptr) << "even the last message comes out";
    EXPECT_EQ(q.get(), nullptr);
  }
}

TEST(alloc_message_queue, loses_nothing_of_what_several_threads_put) {
  struct numbered : message {
    unsigned thread = 0, number = 0;
  };
  constexpr unsigned threads = 3, each = 9000, batch = 3;
  std::vector<std::vector<numbered>> m;
  for (unsigned t = 0; t < threads; ++t) m.emplace_back(each);
  queue q;
  std::vector<std::jthread> team;
  for (unsigned t = 0; t < threads; ++t) {
    team.emplace_back([&, t] {
      for (unsigned i = 0; i < each; i += batch) {
        message_list l;
        for (unsigned k = batch; k-- != 0;) {
          m[t][i + k].thread = t;
          m[t][i + k].number = i + k;
          l.push(m[t][i + k]);
        }
        q.put(l);
      }
    });
  }
  std::array<unsigned, threads> next{};
  for (unsigned got = 0; got < threads * each;) {
    auto* const n = static_cast<numbered*>(q.get());
    if (n == nullptr) {
      std::this_thread::yield();
      continue;
    }
    ASSERT_EQ(n->number, next[n->thread]++) << "a thread's messages stay in order";
    ++got;
  }
  team.clear();
  EXPECT_EQ(q.get(), nullptr);
}

}  // namespace
}  // namespace contend::model
