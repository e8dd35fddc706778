// Where two threads' data must not meet.
#pragma once

#include <cstddef>

namespace contend {

/// Bytes that move between caches as one unit on x86-64 and most AArch64 cores.
/// A constant of ours, not std::hardware_destructive_interference_size: that one changes with
/// -mtune, so two translation units could disagree about a layout.
inline constexpr std::size_t cache_line = 64;

/// Distance at which two objects are kept when they must not disturb each other. Two lines:
/// Intel's adjacent-line prefetcher pulls lines in pairs, so 64 bytes apart still interferes.
inline constexpr std::size_t no_share = 2 * cache_line;

/// A value that shares its lines with nothing else.
template <class T>
struct alignas(no_share) padded {
  T value{};

  T& operator*() noexcept { return value; }
  const T& operator*() const noexcept { return value; }
  T* operator->() noexcept { return &value; }
  const T* operator->() const noexcept { return &value; }
};

static_assert(sizeof(padded<char>) == no_share, "an array of padded values keeps its distance");

}  // namespace contend
