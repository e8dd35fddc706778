// A std::unordered_map under a reader-writer lock: the first remedy for a map that is mostly read.
#pragma once

#include <contend/adapter/map/mutex_unordered_map.hpp>

namespace contend::adapter {

struct shared_mutex_unordered_map_kind : readers_together {
  static constexpr subject_info info{
      .name = "shared_mutex_unordered_map",
      .title = "std::unordered_map under std::shared_mutex",
      .source = "the C++ standard library",
      .progress = progress::blocking,
  };
};

/// Blocking; lookups run beside each other.
template <class K, class V>
using shared_mutex_unordered_map = locked_unordered_map<K, V, shared_mutex_unordered_map_kind>;

static_assert(map<shared_mutex_unordered_map<std::uint64_t, std::uint64_t>>);

}  // namespace contend::adapter
