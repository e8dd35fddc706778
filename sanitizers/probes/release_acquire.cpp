// Edge: a release store and the acquire load that reads it. Every publication in model/ is one.
#include "probe.hpp"

#include <atomic>
#include <thread>

int main() {
  constexpr auto publish = EDGE ? std::memory_order_release : std::memory_order_relaxed;
  constexpr auto observe = EDGE ? std::memory_order_acquire : std::memory_order_relaxed;
  std::atomic<bool> ready{false};
  std::thread writer([&] {
    payload = 42;
    ready.store(true, publish);
  });
  while (!ready.load(observe)) std::this_thread::yield();
  require(!EDGE || payload == 42, "the payload was not published");
  if (!EDGE) payload = 1;
  writer.join();
}
