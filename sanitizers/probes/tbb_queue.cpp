// Edge: push and pop of tbb::concurrent_queue. With std::allocator: blocks recycled inside the
// distribution's uninstrumented libtbbmalloc have no edge that TSan sees (README.md).
#include "probe.hpp"

#include <tbb/concurrent_queue.h>
#include <memory>
#include <thread>
#include <vector>

int main() {
  constexpr long items = 2000;
  constexpr int producers = 2;
  tbb::concurrent_queue<long*, std::allocator<long*>> queue;
  std::vector<std::thread> team;
  for (int p = 0; p < producers; ++p) {
    team.emplace_back([&] {
      for (long i = 1; i <= items; ++i) queue.push(new long(i));
    });
  }
  long sum = 0;
  for (long taken = 0; taken < producers * items;) {
    long* item = nullptr;
    if (queue.try_pop(item)) {
      sum += *item;
      delete item;
      ++taken;
    } else {
      std::this_thread::yield();
    }
  }
  for (auto& thread : team) thread.join();
  require(sum == producers * (items * (items + 1) / 2), "an item was lost or torn");
}
