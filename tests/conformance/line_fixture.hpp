// What the tests of the line map share.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/model/dict/line_map.hpp>

#include <cstdint>
#include <latch>
#include <thread>

namespace contend::line_tests {

using number = std::uint64_t;
using numbers = model::line_map<number, number>;
// More would only take longer under a sanitizer.
inline constexpr number some = 3000;

/// One thread for each function, all beside one another.
template <class... Each>
void beside(Each... each) {
#if defined(CONTEND_PERTURB)
  perturbation::seed(1);
#endif
  std::latch all(sizeof...(each));
  const auto start = [&all](auto& f) {
    return std::jthread([&all, &f] {
      all.arrive_and_wait();
      f();
    });
  };
  { std::jthread team[] = {start(each)...}; }
#if defined(CONTEND_PERTURB)
  perturbation::seed(0);
#endif
}

}  // namespace contend::line_tests
