// The one clock of the project: monotonic, in nanoseconds.
#pragma once

#include <chrono>
#include <cstdint>

namespace contend {

/// Nanoseconds since an arbitrary start, never stepping back (CLOCK_MONOTONIC). Any thread.
inline std::int64_t now_ns() noexcept {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace contend
