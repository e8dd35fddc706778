// What a load claims to have asked of its allocator: by worker, while it runs and at its end.
#pragma once

#include "tallied.hpp"

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/load/workload.hpp>

#include <cstdint>
#include <new>
#include <string>
#include <vector>

namespace contend::suites {

/// One page a worker. `tallied<A>` counts; a worker enters the count here from time to time.
template <allocator A>
class books {
 public:
  explicit books(unsigned threads) : _pages(threads) {}

  /// Worker `seat`'s, called by the thread that did the work: the worker itself, or a thread
  /// that it waits for.
  void enter(unsigned seat) noexcept {
    page& mine = *_pages[seat];
    mine.sum += tallied<A>::take();
    // Relaxed: one writer at a time, and a reader only wants to know about how much.
    mine.live.store(static_cast<std::int64_t>(mine.sum.allocated_bytes - mine.sum.freed_bytes),
                    memory_order_relaxed);
  }
  /// Blocks that worker `seat` freed, of another thread's making, and blocks that did not hold
  /// what was written to them.
  void found(unsigned seat, std::uint64_t foreign, std::uint64_t corrupt) noexcept {
    _pages[seat]->foreign += foreign;
    _pages[seat]->corrupt += corrupt;
  }

  /// One allocation and one free by the calling thread: see workload.
  void nudge(unsigned seat, std::size_t bytes) {
    void* p = tallied<A>::allocate(bytes);
    if (p == nullptr) throw std::bad_alloc();
    tallied<A>::deallocate(p, bytes);
    enter(seat);
  }

  /// Requested and not freed, now. Any thread, any time; behind by what is not entered yet.
  [[nodiscard]] std::uint64_t live_bytes() const noexcept {
    std::int64_t sum = 0;  // of one worker, it is negative where others' blocks are freed
    // Relaxed: see enter().
    for (const auto& p : _pages) sum += p->live.load(memory_order_relaxed);
    return sum > 0 ? static_cast<std::uint64_t>(sum) : 0;
  }

  /// After the workers are gone.
  [[nodiscard]] asked total() const noexcept {
    asked all;
    for (const auto& p : _pages) all += p->sum;
    return all;
  }
  /// Every block held what was written to it, and all were given back, each byte of them.
  [[nodiscard]] complaint verify() const {
    const asked all = total();
    if (const std::uint64_t corrupt = sum(&page::corrupt); corrupt != 0) {
      return std::to_string(corrupt) + " of " + std::to_string(all.frees) +
             " blocks did not hold what was written to them: given out twice, overlapping, "
             "freed early, or lost as they grew";
    }
    if (all.allocations != all.frees || all.allocated_bytes != all.freed_bytes) {
      return std::to_string(all.allocations) + " blocks (" + std::to_string(all.allocated_bytes) +
             " bytes) were allocated and " + std::to_string(all.frees) + " (" +
             std::to_string(all.freed_bytes) + " bytes) freed";
    }
    return std::nullopt;
  }
  void report(std::vector<metric>& to) const {
    const asked all = total();
    to.push_back({"allocations", "calls", static_cast<double>(all.allocations)});
    to.push_back({"reallocations", "calls", static_cast<double>(all.reallocations)});
    to.push_back({"frees", "calls", static_cast<double>(all.frees)});
    const double frees = all.frees == 0 ? 1 : static_cast<double>(all.frees);
    to.push_back({"foreign_free_share", "share", static_cast<double>(sum(&page::foreign)) / frees});
  }

 private:
  struct page {
    asked sum;
    std::uint64_t foreign = 0, corrupt = 0;
    atomic<std::int64_t> live{0};
  };
  [[nodiscard]] std::uint64_t sum(std::uint64_t page::*what) const noexcept {
    std::uint64_t all = 0;
    for (const auto& p : _pages) all += p.value.*what;
    return all;
  }

  std::vector<padded<page>> _pages;
};

}  // namespace contend::suites
