// The hash of every map and set here.
#pragma once

#include <contend/core/rng.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace contend {

/// std::hash of an integer is the integer itself in libstdc++: dense keys would fill buckets and
/// stripes in order, and a table would look better than it is. All subjects use this one, so
/// that they are compared by what they do with a hash, not by which one they got. Every bit of it
/// is as good as any other.
struct mixed_hash {
  std::size_t operator()(std::uint64_t key) const noexcept { return mix(key); }
  /// libstdc++'s of bytes (Murmur), which needs no mixing.
  std::size_t operator()(std::string_view key) const noexcept {
    return std::hash<std::string_view>{}(key);
  }
};

}  // namespace contend
