// Edge: the unlock of a std::mutex and the next lock of it.
#include "probe.hpp"

#include <mutex>
#include <thread>

int main() {
  std::mutex one, two;
  const auto count = [](std::mutex& lock) {
    for (int i = 0; i < 1000; ++i) {
      const std::lock_guard hold(lock);
      touch_payload();
    }
  };
  // Two locks protect nothing from each other.
  std::thread other(count, std::ref(one));
  count(EDGE ? one : two);
  other.join();
  require(!EDGE || payload == 2000, "counts were lost under a mutex");
}
