// Who destroys what: the histogram that tells a design which hands a dead object back to its
// owner from one in which the last to drop it frees it.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/load/workload.hpp>

#include <atomic>
#include <cstdint>
#include <vector>

namespace contend::suites {

/// Counts destructions by the thread that ran them. Each worker holds a `mark` for as long as its
/// thread may run destructors; a thread without one is the controller. One thread at a time per
/// seat. While they run the totals are a snapshot, exact when the workers are gone.
class provenance {
 public:
  explicit provenance(unsigned threads) : _deaths(threads + 1) {}

  class mark {
   public:
    explicit mark(unsigned seat) noexcept { _here = seat; }
    ~mark() { _here = controller; }
    mark(const mark&) = delete;
    mark& operator=(const mark&) = delete;
  };

  /// The seat whose mark the calling thread holds, or `controller`.
  [[nodiscard]] static unsigned here() noexcept { return _here; }

  /// An object that seat `creator` made is being destroyed by the calling thread.
  void died(unsigned creator) noexcept {
    auto& mine = *_deaths[_here == controller ? _deaths.size() - 1 : _here];
    auto& count = _here == creator ? mine.by_creator : mine.by_others;
    // Relaxed, and no read-modify-write: this thread alone writes it.
    count.store(count.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }

  /// Objects destroyed so far.
  [[nodiscard]] std::uint64_t total() const noexcept {
    return sum(&deaths::by_creator) + sum(&deaths::by_others);
  }

  /// Appends the two totals.
  void report(std::vector<metric>& to) const {
    to.push_back(
        {"destroyed_by_creator", "objects", static_cast<double>(sum(&deaths::by_creator))});
    to.push_back({"destroyed_by_others", "objects", static_cast<double>(sum(&deaths::by_others))});
  }

  static constexpr unsigned controller = ~0u;

 private:
  struct deaths {
    std::atomic<std::uint64_t> by_creator{0}, by_others{0};
  };

  std::uint64_t sum(std::atomic<std::uint64_t> deaths::*count) const noexcept {
    std::uint64_t total = 0;
    // Relaxed: a snapshot; exact once the threads were joined.
    for (const auto& d : _deaths) total += ((*d).*count).load(std::memory_order_relaxed);
    return total;
  }

  static inline constinit thread_local unsigned _here = controller;

  std::vector<padded<deaths>> _deaths;
};

}  // namespace contend::suites
