// Edge: push and pop of boost::lockfree::spsc_queue hand over what the pointer leads to.
#include "probe.hpp"

#include <boost/lockfree/spsc_queue.hpp>
#include <thread>

int main() {
  constexpr long items = 5000;
  boost::lockfree::spsc_queue<long*, boost::lockfree::capacity<64>> queue;
  std::thread producer([&] {
    for (long i = 1; i <= items; ++i) {
      auto* item = new long(i);
      while (!queue.push(item)) std::this_thread::yield();
    }
  });
  long sum = 0;
  for (long taken = 0; taken < items;) {
    long* item = nullptr;
    if (queue.pop(item)) {
      sum += *item;
      delete item;
      ++taken;
    } else {
      std::this_thread::yield();
    }
  }
  producer.join();
  require(sum == items * (items + 1) / 2, "an item was lost or torn");
}
