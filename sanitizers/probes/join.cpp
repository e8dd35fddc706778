// Edge: the end of a thread and the return of join(). verify() of every workload rests on it.
#include "probe.hpp"

#include <atomic>
#include <thread>

int main() {
  std::atomic<bool> done{false};
  std::thread writer([&] {
    payload = 42;
    // Relaxed: must not become the edge under test.
    done.store(true, std::memory_order_relaxed);
  });
  if (EDGE) {
    writer.join();
    require(payload == 42, "join did not wait");
  } else {
    while (!done.load(std::memory_order_relaxed)) std::this_thread::yield();
    payload = 1;
    writer.join();
  }
}
