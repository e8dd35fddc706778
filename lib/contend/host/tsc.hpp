// The processor's time stamp counter: a clock read in about 10 ns, for sampling latencies where
// now_ns() would be most of what is sampled.
#pragma once

#include <cstdint>
#include <string_view>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace contend::host {

/// Ticks of this core's counter; 0 where there is none. Not ordered against the instructions
/// around it: good for intervals of hundreds of cycles and more.
[[nodiscard]] inline std::uint64_t read_tsc() noexcept {
#if defined(__x86_64__)
  return __rdtsc();
#elif defined(__aarch64__)
  std::uint64_t ticks;
  asm volatile("mrs %0, cntvct_el0" : "=r"(ticks));
  return ticks;
#else
  return 0;
#endif
}

/// True if all cores' counters run alike, at one rate, through sleep too: ticks read on two cores
/// may be compared. Use now_ns() otherwise.
[[nodiscard]] bool tsc_is_reliable();

/// Nanoseconds a tick, measured against now_ns() once a process: the first call takes 10 ms.
/// 0 where there is no counter. Any thread.
[[nodiscard]] double tsc_ns_per_tick();

/// The judgment itself: the CPU's flags say constant_tsc and nonstop_tsc, and the kernel, if it
/// names its clock sources, has not struck the counter off the list.
[[nodiscard]] bool tsc_is_reliable(std::string_view cpuinfo, std::string_view clocksources);

}  // namespace contend::host
