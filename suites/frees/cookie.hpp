// What is written into a block, so that its end can tell whether it was left alone.
#pragma once

#include <contend/subject/allocator.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace contend::suites {

/// The smallest block that bears a cookie at both ends.
inline constexpr std::size_t least_stamped = 2 * sizeof(std::uint64_t);

/// The block's last word: the cookie's complement.
inline void stamp_end(void* at, std::size_t bytes, std::uint64_t cookie) noexcept {
  const std::uint64_t last = ~cookie;
  std::memcpy(static_cast<std::byte*>(at) + bytes - sizeof last, &last, sizeof last);
}
[[nodiscard]] inline bool end_stamped(const void* at, std::size_t bytes,
                                      std::uint64_t cookie) noexcept {
  std::uint64_t last = 0;
  std::memcpy(&last, static_cast<const std::byte*>(at) + bytes - sizeof last, sizeof last);
  return last == ~cookie;
}

/// Its first and last word: a block that is given out twice, or that overlaps its neighbour, loses
/// one of them. `bytes` is at least least_stamped.
inline void stamp(void* at, std::size_t bytes, std::uint64_t cookie) noexcept {
  std::memcpy(at, &cookie, sizeof cookie);
  stamp_end(at, bytes, cookie);
}
/// The first word of a block that was stamped.
[[nodiscard]] inline std::uint64_t stamp_of(const void* at) noexcept {
  std::uint64_t first = 0;
  std::memcpy(&first, at, sizeof first);
  return first;
}
[[nodiscard]] inline bool stamped(const void* at, std::size_t bytes,
                                  std::uint64_t cookie) noexcept {
  return stamp_of(at) == cookie && end_stamped(at, bytes, cookie);
}

/// The same of A's blocks, where they may be written to: a ceiling's are not, and are always right.
template <allocator A>
struct marks {
  static void put(void* at, std::size_t bytes, std::uint64_t cookie) noexcept {
    if constexpr (!A::info.ceiling) stamp(at, bytes, cookie);
  }
  [[nodiscard]] static bool hold(const void* at, std::size_t bytes, std::uint64_t cookie) noexcept {
    if constexpr (A::info.ceiling) return true;
    return stamped(at, bytes, cookie);
  }
};

}  // namespace contend::suites
