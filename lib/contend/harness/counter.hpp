// What one worker tells the controller while it runs.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/load/workload.hpp>

#include <cstdint>

namespace contend::harness {

/// A worker's progress, on lines of its own. Written by that worker once a batch, read by the
/// controller at any time.
class alignas(no_share) counter {
 public:
  void reset() noexcept { publish({}); }

  void publish(const tally& done) noexcept {
    // Relaxed: a number that only grows, read for its value alone. That the two words may be
    // read one batch apart is within the resolution of a window.
    _attempted.store(done.attempted, std::memory_order_relaxed);
    _succeeded.store(done.succeeded, std::memory_order_relaxed);
  }

  [[nodiscard]] tally read() const noexcept {
    // Relaxed: see publish().
    return {_attempted.load(std::memory_order_relaxed), _succeeded.load(std::memory_order_relaxed)};
  }

 private:
  std::atomic<std::uint64_t> _attempted{0}, _succeeded{0};
};

static_assert(sizeof(counter) == no_share, "neighbouring workers' counters share no line");

}  // namespace contend::harness
