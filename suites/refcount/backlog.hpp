// Objects that nobody refers to and that are not destroyed yet, over time.
#pragma once

#include "provenance.hpp"

#include <contend/core/cache_line.hpp>
#include <contend/load/timeline.hpp>
#include <contend/load/workload.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace contend::suites {

/// What throughput does not show: a design may drop the faster the longer it keeps the dead
/// (CPython issue 157838).
class backlog {
 public:
  /// `bytes`: what an object occupies, as far as its design says (counted_traits).
  backlog(unsigned threads, std::size_t bytes) : _dropped(threads), _bytes(bytes) {}

  /// Seat `seat` has dropped the last references to `n` objects. Called by that seat's worker,
  /// and before it drops them: the dead are never more than the dropped.
  void dropping(unsigned seat, std::uint64_t n) noexcept {
    auto& mine = *_dropped[seat];
    // Relaxed, and no read-modify-write: this thread alone writes it.
    mine.store(mine.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
  }

  /// One seat's worker calls this now and then; takes a sample if it is time for one.
  void tick(const provenance& deaths) {
    _retained.tick([&] {
      const std::uint64_t died = deaths.total();  // first: it runs behind
      std::uint64_t dropped = 0;
      // Relaxed: a snapshot.
      for (const auto& d : _dropped) dropped += (*d).load(std::memory_order_relaxed);
      return dropped > died ? dropped - died : 0;
    });
  }

  /// Appends the most objects and bytes that were ever seen waiting, and their mean over time.
  void report(std::vector<metric>& to) const {
    const auto bytes = static_cast<double>(_bytes);
    to.push_back({"retained_objects_peak", "objects", _retained.peak()});
    to.push_back({"retained_bytes_peak", "bytes", _retained.peak() * bytes});
    to.push_back({"retained_bytes_mean", "bytes", _retained.mean() * bytes});
  }

  /// Bytes over time.
  [[nodiscard]] series history() const {
    series s = _retained.data();
    s.name = "retained_bytes";
    s.unit = "bytes";
    for (auto& point : s.points) point.second *= static_cast<double>(_bytes);
    return s;
  }

 private:
  std::vector<padded<std::atomic<std::uint64_t>>> _dropped;
  std::size_t _bytes;
  timeline _retained{"retained", "objects"};
};

}  // namespace contend::suites
