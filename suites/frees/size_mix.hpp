// How large the blocks of an allocation load are.
#pragma once

#include <contend/core/rng.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace contend::suites {

/// The smallest block that has room for a word at each end.
inline constexpr std::size_t least_block = 2 * sizeof(std::uint64_t);

/// How sizes are drawn, as text:
///  - "64": always 64 bytes.
///  - "16-1024": log-uniform, each doubling as likely as the next.
///  - "uniform_16-1024": each size as likely as the next.
///  - "power_16-32768": density falling with the square of the size, as glibc's
///  bench-malloc-thread.
///  - "doubling_16-1024": 16, 32, 64, ... 1024, each as likely as the next.
///  - "fleet": mostly small objects, most bytes in a few large ones, 16 B to 256 KiB, in the
///    proportions that Hunter et al. (OSDI 2021) draw of a data centre, coarsely.
/// Immutable: any thread may draw, each with its own rng.
class size_mix {
 public:
  /// Throws std::invalid_argument for another text, or for sizes below `least`.
  size_mix(std::string_view text, std::size_t least);

  [[nodiscard]] std::uint32_t operator()(rng& random) const noexcept {
    return _sizes.size() == 1 ? _sizes.front() : _sizes[random.below(_sizes.size())];
  }
  [[nodiscard]] double mean() const noexcept;
  [[nodiscard]] std::uint32_t largest() const noexcept { return _sizes.back(); }

 private:
  // A table of quantiles, because a pow() for each allocation would cost more than the allocation.
  std::vector<std::uint32_t> _sizes;  // rising
};

}  // namespace contend::suites
