// Which block sizes a pool has.
#pragma once

#include <bit>
#include <cstddef>

namespace contend::model {

/// Multiples of 16 up to 128 bytes, then four steps a doubling up to half a slab: less than
/// 25 % beyond what was asked for above 128 bytes. Computed, not looked up.
struct size_classes {
  static constexpr std::size_t grain = 16;
  static constexpr std::size_t largest = std::size_t{32} * 1024;
  static constexpr unsigned count = 40;

  /// For 1 <= n <= largest.
  static constexpr unsigned of(std::size_t n) noexcept {
    if (n <= 8 * grain) return static_cast<unsigned>((n - 1) / grain);
    const auto doubling = static_cast<unsigned>(std::bit_width(n - 1));  // 8: from 129 to 256
    return 8 + (doubling - 8) * 4 + static_cast<unsigned>((n - 1) >> (doubling - 3) & 3);
  }
  static constexpr std::size_t bytes(unsigned c) noexcept {
    if (c < 8) return (c + 1) * grain;
    const unsigned doubling = (c - 8) / 4 + 8, step = (c - 8) % 4 + 1;
    return (std::size_t{1} << (doubling - 1)) + (std::size_t{step} << (doubling - 3));
  }
};

static_assert(size_classes::of(size_classes::largest) + 1 == size_classes::count);
static_assert(size_classes::bytes(size_classes::count - 1) == size_classes::largest);

}  // namespace contend::model
