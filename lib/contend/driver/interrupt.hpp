// Ctrl-C ends a long command in order: the point at hand is given up, what is done is kept.
#pragma once

namespace contend::driver {

/// From construction to destruction SIGINT and SIGTERM only set a flag; a second one ends the
/// program at once. One at a time, made by the main thread.
class interrupt_guard {
 public:
  interrupt_guard();
  ~interrupt_guard();
  interrupt_guard(const interrupt_guard&) = delete;
  interrupt_guard& operator=(const interrupt_guard&) = delete;

  [[nodiscard]] static bool interrupted() noexcept;
};

}  // namespace contend::driver
