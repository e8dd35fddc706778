// Edge: a release store and the acquire inside std::atomic::wait that sees it. The waiter may
// sleep in the kernel in between; the store is the edge, notify is none.
#include "probe.hpp"

#include <atomic>
#include <thread>

int main() {
  constexpr auto publish = EDGE ? std::memory_order_release : std::memory_order_relaxed;
  constexpr auto observe = EDGE ? std::memory_order_acquire : std::memory_order_relaxed;
  std::atomic<int> gate{0};
  std::thread waiter([&] {
    gate.wait(0, observe);
    require(!EDGE || payload == 42, "woken before the store");
    payload = 43;
  });
  payload = 42;
  gate.store(1, publish);
  gate.notify_all();
  waiter.join();
}
