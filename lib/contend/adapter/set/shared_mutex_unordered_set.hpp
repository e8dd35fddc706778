// A std::unordered_set under a reader-writer lock.
#pragma once

#include <contend/adapter/set/mutex_unordered_set.hpp>

namespace contend::adapter {

struct shared_mutex_unordered_set_kind : readers_together {
  static constexpr subject_info info{
      .name = "shared_mutex_unordered_set",
      .title = "std::unordered_set under std::shared_mutex",
      .source = "the C++ standard library",
      .progress = progress::blocking,
  };
};

/// Blocking; lookups run beside each other.
template <class K>
using shared_mutex_unordered_set = locked_unordered_set<K, shared_mutex_unordered_set_kind>;

static_assert(set<shared_mutex_unordered_set<std::uint64_t>>);

}  // namespace contend::adapter
