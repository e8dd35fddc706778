// The plainest race there is, and the same program without it.
#include "probe.hpp"

#include <mutex>
#include <thread>

int main() {
  std::mutex lock;
  const auto count = [&] {
    for (int i = 0; i < 1000; ++i) {
      if (RACE) {
        touch_payload();
      } else {
        const std::lock_guard hold(lock);
        touch_payload();
      }
    }
  };
  std::thread other(count);
  count();
  other.join();
  require(RACE || payload == 2000, "counts were lost under a mutex");
}
