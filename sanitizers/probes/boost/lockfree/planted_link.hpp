// Not Boost's. A race that is always there, in a file whose path the suppression names: shows
// that file names reach the suppression at all (with clang they do not where llvm-symbolizer is
// missing, and then the job would report Boost's races at random instead of saying so).
#pragma once

#include "../../probe.hpp"

[[gnu::noinline]] inline void planted_link() {
  for (int i = 0; i < 1000; ++i) {
    ++payload;
    asm volatile("" : : : "memory");  // as in touch_payload(), which would be the innermost frame
  }
}
