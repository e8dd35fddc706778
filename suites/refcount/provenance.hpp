// Who destroys what: the histogram that tells a design which hands a dead object back to its
// owner from one in which the last to drop it frees it.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/load/workload.hpp>

#include <cstdint>
#include <vector>

namespace contend::suites {

/// Counts destructions by the thread that ran them. Each worker holds a `mark` for as long as its
/// thread may run destructors; a thread without one is the controller. Totals only when the
/// workers are gone.
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

  /// An object that seat `creator` made is being destroyed by the calling thread.
  void died(unsigned creator) noexcept {
    auto& mine = *_deaths[_here == controller ? _deaths.size() - 1 : _here];
    ++(_here == creator ? mine.by_creator : mine.by_others);
  }

  /// Appends the two totals.
  void report(std::vector<metric>& to) const {
    deaths total;
    for (const auto& d : _deaths) {
      total.by_creator += d->by_creator;
      total.by_others += d->by_others;
    }
    to.push_back({"destroyed_by_creator", "objects", static_cast<double>(total.by_creator)});
    to.push_back({"destroyed_by_others", "objects", static_cast<double>(total.by_others)});
  }

 private:
  struct deaths {
    std::uint64_t by_creator = 0, by_others = 0;
  };
  static constexpr unsigned controller = ~0u;
  static inline constinit thread_local unsigned _here = controller;

  std::vector<padded<deaths>> _deaths;
};

}  // namespace contend::suites
