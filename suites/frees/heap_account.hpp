// What was asked of an allocator, and what became of it: the oracle's numbers.
#pragma once

#include <contend/load/workload.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace contend::suites {

/// One worker's calls that were answered, or many workers'. Reallocations count for themselves, and
/// their old bytes as freed, the new ones as allocated.
struct heap_account {
  std::uint64_t allocations = 0, reallocations = 0, frees = 0;
  std::uint64_t allocated_bytes = 0, freed_bytes = 0;
  std::uint64_t foreign = 0;  ///< frees of what another worker, or the controller, allocated
  std::uint64_t corrupt = 0;  ///< blocks that did not hold what was written to them

  heap_account& operator+=(const heap_account& more) noexcept {
    allocations += more.allocations;
    reallocations += more.reallocations;
    frees += more.frees;
    allocated_bytes += more.allocated_bytes;
    freed_bytes += more.freed_bytes;
    foreign += more.foreign;
    corrupt += more.corrupt;
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
             " blocks did not hold what was written to them: given out twice, overlapping, "
             "freed early, or lost as they grew";
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
    if (reallocations != 0) to.push_back({"reallocations", "calls", n(reallocations)});
    to.push_back({"frees", "calls", n(frees)});
    to.push_back({"foreign_free_share", "share", frees == 0 ? 0 : n(foreign) / n(frees)});
  }
};

}  // namespace contend::suites
