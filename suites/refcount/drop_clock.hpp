// How long the dead lie about: the time from an object's last drop to its destruction.
#pragma once

#include "provenance.hpp"

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/core/clock.hpp>
#include <contend/load/histogram.hpp>
#include <contend/load/workload.hpp>

#include <cstdint>
#include <vector>

namespace contend::suites {

/// A clock reading costs more than many a count, so only some objects are timed: those whose
/// maker says so. Histograms are kept by the seat that destroys (provenance::mark).
class drop_clock {
 public:
  explicit drop_clock(unsigned threads) : _delays(threads + 1) {}

  /// Inside the object: when it was last dropped. Any thread that holds a reference may stamp.
  class stamp {
   public:
    /// Call before reset(), as afterwards there may be no object. The latest drop counts.
    void dropping() noexcept {
      const std::int64_t now = now_ns();
      // Relaxed, here and in dropped(): the reference is dropped after this, and its count orders
      // that before the destruction, which alone reads the final value.
      std::int64_t latest = _dropped.load(memory_order_relaxed);
      while (latest < now &&
             // Relaxed: see above.
             !_dropped.compare_exchange_weak(latest, now, memory_order_relaxed,
                                             memory_order_relaxed)) {
      }
    }

   private:
    friend drop_clock;
    atomic<std::int64_t> _dropped{0};
  };

  /// The object is being destroyed by the calling thread. Nothing if it was never stamped.
  void died(const stamp& s) noexcept {
    // Relaxed: see stamp::dropping().
    const std::int64_t dropped = s._dropped.load(memory_order_relaxed);
    if (dropped == 0) return;
    const unsigned here = provenance::here();
    _delays[here == provenance::controller ? _delays.size() - 1 : here]->record(now_ns() - dropped);
  }

  /// Appends drop_to_destroy percentiles. Only when the workers are gone.
  void report(std::vector<metric>& to) const {
    histogram all;
    for (const auto& d : _delays) all.merge(*d);
    all.report(to, "drop_to_destroy");
  }

 private:
  std::vector<padded<histogram>> _delays;
};

}  // namespace contend::suites
