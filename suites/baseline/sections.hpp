// Timing parts of a load from inside: sections of many operations each, so that the clock is
// cheap against them, and the median of many sections, so that a preempted one does no harm.
#pragma once

#include <contend/core/clock.hpp>
#include <contend/core/rng.hpp>
#include <contend/load/workload.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

namespace contend::suites {

/// What reading the clock twice costs, in nanoseconds: the median of many pairs.
inline double clock_cost_ns() {
  std::array<double, 255> pairs;
  for (double& pair : pairs) {
    const std::int64_t start = now_ns();
    pair = static_cast<double>(now_ns() - start);
  }
  std::nth_element(pairs.begin(), pairs.begin() + pairs.size() / 2, pairs.end());
  return pairs[pairs.size() / 2];
}

/// One worker's samples of one kind of section: a uniform sample of all of them (reservoir
/// sampling, algorithm R), since a run is too long to keep each. One thread.
class reservoir {
 public:
  void add(double value, rng& random) {
    ++_seen;
    if (_kept.size() < places) {
      _kept.push_back(value);
    } else if (const std::uint64_t at = random.below(_seen); at < places) {
      _kept[at] = value;
    }
  }
  [[nodiscard]] const std::vector<double>& kept() const noexcept { return _kept; }

 private:
  static constexpr std::size_t places = 1024;
  std::vector<double> _kept;
  std::uint64_t _seen = 0;
};

/// The sections of a load: `Count` kinds, each with a metric's name. add() from each worker, once,
/// when it ends.
template <std::size_t Count>
class sections {
 public:
  using names = std::array<std::string_view, Count>;

  /// A worker's stopwatch. One thread.
  class watch {
   public:
    watch(const sections& of, std::uint64_t seed) : _clock(of._clock), _random(seed) {}

    void start() noexcept { _start = now_ns(); }
    /// Ends a section of kind `kind` that was `operations` operations long; starts the next one.
    void lap(std::size_t kind, std::uint64_t operations) {
      const double ns = static_cast<double>(now_ns() - _start) - _clock;
      _samples[kind].add(std::max(ns, 0.0) / static_cast<double>(operations), _random);
      start();
    }

   private:
    friend class sections;
    double _clock;
    rng _random;
    std::int64_t _start = 0;
    std::array<reservoir, Count> _samples;
  };

  explicit sections(const names& called) : _names(called), _clock(clock_cost_ns()) {}

  void add(const watch& w) {
    const std::lock_guard held(_mutex);
    for (std::size_t kind = 0; kind < Count; ++kind) {
      const auto& kept = w._samples[kind].kept();
      _all[kind].insert(_all[kind].end(), kept.begin(), kept.end());
    }
  }

  /// Medians over all workers in nanoseconds an operation, the clock's cost already taken off,
  /// and that cost. A kind that never ran is left out.
  [[nodiscard]] std::vector<metric> metrics() const {
    std::vector<metric> found;
    for (std::size_t kind = 0; kind < Count; ++kind) {
      std::vector<double> sorted = _all[kind];
      if (sorted.empty()) continue;
      const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
      std::nth_element(sorted.begin(), middle, sorted.end());
      found.push_back({std::string(_names[kind]), "ns", *middle});
    }
    found.push_back({"clock_ns", "ns", _clock});
    return found;
  }

 private:
  names _names;
  double _clock;
  std::mutex _mutex;
  std::array<std::vector<double>, Count> _all;
};

}  // namespace contend::suites
