// A quantity over the time of a run, sampled by one of the workers.
#pragma once

#include <contend/core/clock.hpp>
#include <contend/load/workload.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace contend {

/// At most 512 samples however long the run is: when the room is full, every other one goes and
/// the interval doubles. One writer; read after it has stopped.
class timeline {
 public:
  /// Construct with the load: its time starts here.
  timeline(std::string_view name, std::string_view unit) : _name(name), _unit(unit) {
    _points.reserve(room);
  }

  /// Calls `sample()` for a number if it is time for one. A clock reading if it is not.
  template <class Sample>
  void tick(Sample&& sample) {
    const std::int64_t now = now_ns();
    if (now < _next) return;
    add(now, static_cast<double>(sample()));
  }

  /// The largest value, and the mean over time (trapezoids); 0 without samples.
  [[nodiscard]] double peak() const noexcept {
    double most = 0;
    for (const auto& p : _points) most = p.second > most ? p.second : most;
    return most;
  }
  [[nodiscard]] double mean() const noexcept {
    if (_points.size() < 2) return _points.empty() ? 0 : _points.front().second;
    double area = 0;
    for (std::size_t i = 1; i < _points.size(); ++i) {
      area += (_points[i].first - _points[i - 1].first) *
              (_points[i].second + _points[i - 1].second) / 2;
    }
    return area / (_points.back().first - _points.front().first);
  }
  [[nodiscard]] series data() const { return {_name, _unit, _points}; }

 private:
  static constexpr std::size_t room = 512;

  void add(std::int64_t now, double value) {
    if (_points.size() == room) {
      for (std::size_t i = 0; i < room / 2; ++i) _points[i] = _points[2 * i];
      _points.resize(room / 2);
      _interval *= 2;
    }
    _points.emplace_back(static_cast<double>(now - _start) * 1e-9, value);
    _next = now + _interval;
  }

  std::string _name, _unit;
  std::int64_t _start = now_ns();
  std::int64_t _interval = 1'000'000;  // ns
  std::int64_t _next = 0;
  std::vector<std::pair<double, double>> _points;
};

}  // namespace contend
