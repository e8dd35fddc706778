// The hash of every map and set here.
#pragma once

#include <contend/core/rng.hpp>

#include <cstddef>

namespace contend::adapter {

/// std::hash of an integer is the integer itself in libstdc++: dense keys would fill buckets and
/// stripes in order, and a table would look better than it is. All subjects use this one, so
/// that they are compared by what they do with a hash, not by which one they got.
struct mixed_hash {
  std::size_t operator()(std::uint64_t key) const noexcept { return mix(key); }
};

}  // namespace contend::adapter
