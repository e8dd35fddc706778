// The two locks that a container of the standard library is put under.
#pragma once

#include <contend/subject/dictionary.hpp>

#include <mutex>
#include <shared_mutex>

namespace contend::adapter {

/// A lookup waits as a write does.
struct one_at_a_time {
  using mutex = std::mutex;
  using reading = std::lock_guard<mutex>;
  static constexpr read_path lookup = read_path::exclusive;
};

/// Lookups run beside each other. To take the lock for reading is still a write to its word.
struct readers_together {
  using mutex = std::shared_mutex;
  using reading = std::shared_lock<mutex>;
  static constexpr read_path lookup = read_path::shared;
};

}  // namespace contend::adapter
