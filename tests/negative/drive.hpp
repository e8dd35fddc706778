// How a planted bug is run: the suite's own workload over a wrong design, under the stress driver.
#pragma once

#include <contend/harness/stress.hpp>

#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>

#if !defined(CONTEND_PLANTED)
#error "compiled twice: CONTEND_PLANTED is 1 with the wrong line, 0 with the right one"
#endif

namespace contend::negative {

inline constexpr bool planted = CONTEND_PLANTED;

/// What an attempt is; a bug that needs luck gets several, each with its own seed.
struct plan {
  unsigned threads = 4;
  std::uint64_t rounds = 500;
  std::uint64_t attempts = 5;
  parameters params = {};
};

/// Exit code of the program: 1 and the oracle's words at the first attempt that it objects to,
/// 0 if there is none, 2 if the load could not be run. A sanitizer that sees more exits by itself.
template <workload W>
int drive(const plan& p) try {
  for (std::uint64_t seed = 1; seed <= p.attempts; ++seed) {
    const harness::stress_result r = harness::stress(
        [](const setting& s) -> std::unique_ptr<load> { return std::make_unique<load_of<W>>(s); },
        {.threads = p.threads, .rounds = p.rounds, .seed = seed, .params = p.params});
    if (r.wrong) {
      std::printf("oracle: %s\n", r.wrong->c_str());
      return 1;
    }
    if (r.total.succeeded == 0) {
      std::printf("nothing was done\n");
      return 2;
    }
  }
  return 0;
} catch (const std::exception& e) {
  std::printf("not run: %s\n", e.what());
  return 2;
}

}  // namespace contend::negative
