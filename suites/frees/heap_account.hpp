// What the workers of an allocation load did, added up: the oracle's numbers and the metrics.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/load/histogram.hpp>
#include <contend/load/workload.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace contend::suites {

/// One worker's account; kept by the worker.
struct account {
  std::uint64_t allocations = 0, allocated_bytes = 0;
  std::uint64_t frees = 0, freed_bytes = 0;
  std::uint64_t foreign = 0;  ///< frees of what another worker, or the controller, allocated
  std::uint64_t corrupt = 0;  ///< blocks that did not hold what was written to them

  account& operator+=(const account& other) noexcept {
    allocations += other.allocations;
    allocated_bytes += other.allocated_bytes;
    frees += other.frees;
    freed_bytes += other.freed_bytes;
    foreign += other.foreign;
    corrupt += other.corrupt;
    return *this;
  }

  /// All that was allocated was freed.
  [[nodiscard]] complaint verify_calls() const {
    if (allocations == frees) return std::nullopt;
    return std::to_string(allocations) + " blocks were allocated and " + std::to_string(frees) +
           " freed";
  }

  /// And with all its bytes, which held what was written to them.
  [[nodiscard]] complaint verify() const {
    if (corrupt != 0) {
      return std::to_string(corrupt) + " of " + std::to_string(frees) +
             " blocks did not hold what was written to them: given out twice, overlapping, or "
             "freed "
             "early";
    }
    if (allocations != frees || allocated_bytes != freed_bytes) {
      return std::to_string(allocations) + " blocks (" + std::to_string(allocated_bytes) +
             " bytes) were allocated and " + std::to_string(frees) + " (" +
             std::to_string(freed_bytes) + " bytes) freed";
    }
    return std::nullopt;
  }

  void report(std::vector<metric>& to) const {
    const auto n = [](std::uint64_t x) { return static_cast<double>(x); };
    to.push_back({"allocations", "calls", n(allocations)});
    to.push_back({"frees", "calls", n(frees)});
    to.push_back({"foreign_free_share", "share", frees == 0 ? 0 : n(foreign) / n(frees)});
  }
};

/// How long single calls took: one in 256, and of the rare ones all.
struct waits {
  histogram allocate, free, first_allocate, thread_exit;

  void merge(const waits& other) {
    allocate.merge(other.allocate);
    free.merge(other.free);
    first_allocate.merge(other.first_allocate);
    thread_exit.merge(other.thread_exit);
  }
  void report(std::vector<metric>& to) const {
    allocate.report(to, "allocate");
    free.report(to, "free");
    first_allocate.report(to, "first_allocate");
    thread_exit.report(to, "thread_exit");
  }
};

/// What a worker leaves behind.
struct statement {
  account book;
  waits times;
};

/// A worker's bytes, readable by any thread while it works.
class live_count {
 public:
  /// By the worker: its account as it is.
  void publish(const account& a) noexcept {
    // Relaxed: a sample of a number that changes all the time; nothing is read because of it.
    _bytes.store(a.allocated_bytes - a.freed_bytes, memory_order_relaxed);
  }
  /// May wrap round below zero: who frees more than it allocates. Their sum does not.
  [[nodiscard]] std::uint64_t bytes() const noexcept {
    // Relaxed: see above.
    return _bytes.load(memory_order_relaxed);
  }

 private:
  atomic<std::uint64_t> _bytes{0};
};

/// What all workers hold; 0 where the samples, not taken at one instant, add up to less.
template <class Counts>
[[nodiscard]] std::uint64_t live_bytes_of(const Counts& counts) noexcept {
  std::uint64_t sum = 0;
  for (const auto& c : counts) sum += c->bytes();
  return static_cast<std::int64_t>(sum) < 0 ? 0 : sum;
}

}  // namespace contend::suites
