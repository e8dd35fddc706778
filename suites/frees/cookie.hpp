// What is written into a block, so that its end can tell whether it was left alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace contend::suites {

/// The smallest block that bears a cookie.
inline constexpr std::size_t least_stamped = 2 * sizeof(std::uint64_t);

/// Writes the block's first and last word: a block that is given out twice, or that overlaps its
/// neighbour, loses one of them. `bytes` is at least least_stamped.
inline void stamp(void* at, std::size_t bytes, std::uint64_t cookie) noexcept {
  const std::uint64_t last = ~cookie;
  std::memcpy(at, &cookie, sizeof cookie);
  std::memcpy(static_cast<std::byte*>(at) + bytes - sizeof last, &last, sizeof last);
}

[[nodiscard]] inline bool stamped(const void* at, std::size_t bytes,
                                  std::uint64_t cookie) noexcept {
  std::uint64_t first = 0, last = 0;
  std::memcpy(&first, at, sizeof first);
  std::memcpy(&last, static_cast<const std::byte*>(at) + bytes - sizeof last, sizeof last);
  return first == cookie && last == ~cookie;
}

}  // namespace contend::suites
