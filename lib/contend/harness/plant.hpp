// A slow-down of known size, planted into a load: what a comparison must find.
#pragma once

#include <contend/load/load.hpp>

#include <cstdint>
#include <memory>

namespace contend::harness {

/// When a worker pauses, so that all of its time becomes `factor` times what it would be without:
/// at the start of each period of the clock, when all others do, too. Who paused alone would get
/// out of the others' way: of two threads that fight for a line, one by itself is several times as
/// fast. Times are now_ns()'s or made up. For one thread.
class common_pause {
 public:
  static constexpr std::int64_t period_ns = 5'000'000;

  /// factor >= 1; throws std::invalid_argument for anything else.
  explicit common_pause(double factor);

  /// A worker begins, or goes on after a pause.
  void resume(std::int64_t now) noexcept;
  /// How many steps to make before asking until() again: few where a period ends soon.
  [[nodiscard]] unsigned steps() const noexcept;
  /// So many steps are over since then: until when to pause; `now` if not yet. Whoever comes in
  /// time pauses in full. Who was held up, by another one's pause or for want of a CPU,
  /// has lost that time already, and pauses for what is left of the others' pause.
  [[nodiscard]] std::int64_t until(std::int64_t now, unsigned steps) noexcept;

 private:
  double _pause;              // ns a period
  double _usual = 0;          // ns a step, a moving average; 0: none was made
  std::int64_t _from = 0;     // when the steps began
  std::int64_t _period = -1;  // the last one that was paused in, or begun in
};

/// The load, with every worker spinning for a while every 5 ms, so that it gets as much done as if
/// all of it took `factor` times as long: also where its threads hinder each other or wait for
/// each other. A window should be a multiple of 5 ms. `factor` as for common_pause.
[[nodiscard]] std::unique_ptr<load> planted(std::unique_ptr<load> what, double factor);

}  // namespace contend::harness
