// How a planted bug is run: the suite's own workload over a wrong design, under the stress driver.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/harness/stress.hpp>

#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace contend::negative {

/// What an attempt is; a bug that needs luck gets several, each with its own seed. Without
/// perturbation there is less luck, and time for more rounds.
struct plan {
  unsigned threads = 4;
  std::uint64_t rounds = atomics_perturb ? 500 : 20000;
  std::uint64_t attempts = 5;
  std::vector<std::pair<std::string, std::string>> params = {};
};

/// For the gap that a planted bug leaves: one time in 8 another thread gets the CPU there. What
/// takes a nanosecond would else need more luck than a short test has.
inline void step_aside() noexcept {
  static constinit thread_local unsigned times = 0;
  if (++times % 8 == 0) std::this_thread::yield();
}

/// Exit code of the program: 1 and the oracle's words if it objects to an attempt, 0 if it does
/// not, 2 if the load could not be run. A sanitizer that sees more exits by itself, and gets all
/// the attempts to do so.
template <workload W>
int drive(const plan& p) try {
  int code = 0;
  for (std::uint64_t seed = 1; seed <= p.attempts; ++seed) {
    const harness::stress_result r = harness::stress(
        [](const setting& s) -> std::unique_ptr<load> { return std::make_unique<load_of<W>>(s); },
        {.threads = p.threads, .rounds = p.rounds, .seed = seed, .params = parameters(p.params)});
    if (r.wrong) {
      std::printf("oracle: %s\n", r.wrong->c_str());
      code = 1;
      if (!atomics_perturb) break;
    }
    if (r.total.succeeded == 0) {
      std::printf("nothing was done\n");
      return 2;
    }
  }
  return code;
} catch (const std::exception& e) {
  std::printf("not run: %s\n", e.what());
  return 2;
}

/// The same, over the wrong design or the right one.
template <workload Wrong, workload Right>
int drive(bool planted, const plan& p) {
  return planted ? drive<Wrong>(p) : drive<Right>(p);
}

}  // namespace contend::negative
