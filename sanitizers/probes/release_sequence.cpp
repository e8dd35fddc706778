// Edge: a chain of acq_rel read-modify-writes on one word, as the last count down of a reference
// count has: every use of the object comes before its destruction.
#include "probe.hpp"

#include <atomic>
#include <thread>

int main() {
  constexpr auto order = EDGE ? std::memory_order_acq_rel : std::memory_order_relaxed;
  struct object {
    std::atomic<int> count{3};
    long uses[3]{};
  };
  auto* shared = new object;
  const auto use_and_drop = [&](int me) {
    ++shared->uses[me];
    if (shared->count.fetch_sub(1, order) == 1) {
      require(!EDGE || shared->uses[0] + shared->uses[1] + shared->uses[2] == 3, "a use was lost");
      for (long& use : shared->uses) use = 0;
      delete shared;
    }
  };
  std::thread a(use_and_drop, 0), b(use_and_drop, 1), c(use_and_drop, 2);
  a.join();
  b.join();
  c.join();
}
