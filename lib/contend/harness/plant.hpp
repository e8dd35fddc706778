// A slow-down of known size, planted into a load: what a comparison must find.
#pragma once

#include <contend/load/load.hpp>

#include <cstdint>
#include <memory>

namespace contend::harness {

/// How long a worker still has to wait, so that all of its time becomes `factor` times what it
/// would be without. Each wait overshoots a little; what one took too much the next one takes less,
/// so that the whole is right to within one wait. For one thread.
class slow_down {
 public:
  /// factor >= 1; throws std::invalid_argument for anything else. `overhead_ns`: what steps take
  /// longer because they are timed, and so part of the slow-down already.
  explicit slow_down(double factor, double overhead_ns = 0);

  /// From the end of one wait to the end of some steps it took so long: how much to wait now, in
  /// ns. Never negative. What took far longer than usual had lost its CPU for most of it, and
  /// counts as usual: to work that time off would make the plant larger than it says.
  [[nodiscard]] std::int64_t after_steps(std::int64_t took_ns) noexcept;
  /// The wait took so long.
  void waited(std::int64_t took_ns) noexcept { _owed -= static_cast<double>(took_ns); }

 private:
  double _more;  // factor - 1
  double _overhead;
  double _usual = 0;  // ns, a moving average
  double _owed = 0;   // ns
};

/// The load, with every worker spinning after its steps, about every 0.1 ms, so that it gets as
/// much done as if they, and what the harness does between them, took `factor` times as long. The
/// throughput of a load whose threads do not hinder each other falls by just that factor; where
/// they do, less, as a worker that spins hinders nobody. `factor` as for slow_down.
[[nodiscard]] std::unique_ptr<load> planted(std::unique_ptr<load> what, double factor);

}  // namespace contend::harness
