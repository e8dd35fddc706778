// Edge: push and pop of boost::lockfree::queue hand over what the pointer leads to. Its own
// speculative reads are suppressed; a write to an item after it was pushed (RACE) must not be.
#include "probe.hpp"

#include <boost/lockfree/queue.hpp>
#include <thread>
#include <vector>

int main() {
  constexpr long items = 2000;
  constexpr int producers = 2;
  boost::lockfree::queue<long*> queue(64);
  std::vector<std::vector<long>> store(producers, std::vector<long>(items));
  std::vector<std::thread> team;
  for (int p = 0; p < producers; ++p) {
    team.emplace_back([&, p] {
      for (long i = 0; i < items; ++i) {
        long* item = &store[p][i];
        *item = 1;
        while (!queue.push(item)) std::this_thread::yield();
        if (RACE) *item = 1;
      }
    });
  }
  long sum = 0;
  for (long taken = 0; taken < producers * items;) {
    long* item = nullptr;
    if (queue.pop(item)) {
      sum += *item;
      ++taken;
    } else {
      std::this_thread::yield();
    }
  }
  for (auto& thread : team) thread.join();
  require(sum == producers * items, "an item was lost or torn");
}
