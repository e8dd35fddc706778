// The shape of all probes: one thread writes a plain payload, another reads it, and one edge
// between them is all that makes it correct.
#pragma once

#include <cstdio>
#include <cstdlib>

/// Plain on purpose: this is what the edge protects.
inline long payload = 0;

/// One access that stays one: optimised into a single `payload += 1000`, two threads can make it
/// at the same instant, and that is the one moment at which TSan may miss a race.
inline void touch_payload() {
  ++payload;
  asm volatile("" : : : "memory");
}

/// Ends the program with 1 if the payload is not what was handed over: the edge was missing in
/// fact, not just in the sanitizer's book.
inline void require(bool right, const char* what) {
  if (right) return;
  std::fprintf(stderr, "probe: %s\n", what);
  std::exit(1);
}
