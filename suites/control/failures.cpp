#include "failures.hpp"

#include <chrono>
#include <fstream>
#include <thread>

namespace contend::suites {

void hang::worker::sleep_for_ever() {
  for (;;) std::this_thread::sleep_for(std::chrono::seconds(1));
}

out_of_memory::out_of_memory(const setting&) {
  // Raising one's own score needs no privilege; elsewhere than on Linux there is no such file.
  std::ofstream("/proc/self/oom_score_adj") << 1000;
}

}  // namespace contend::suites
