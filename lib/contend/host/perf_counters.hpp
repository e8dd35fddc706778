// The processor's own counters for one thread, where the kernel gives them.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace contend::host {

/// Opened by and for the calling thread; another thread may read. In most virtual machines and
/// containers there are none: then this is empty, and says nothing. User space only, so that the
/// kernel's default paranoia level permits it.
class perf_counters {
 public:
  /// Starts to count: cycles, instructions, llc_references, llc_misses, branch_misses,
  /// dtlb_misses; those that this machine has.
  perf_counters() noexcept;
  ~perf_counters();
  perf_counters(perf_counters&& other) noexcept;
  perf_counters& operator=(perf_counters&& other) noexcept;

  [[nodiscard]] bool available() const noexcept { return !_events.empty(); }

  /// Events since construction, by name, scaled up where the kernel had to share a counter
  /// between them. An event that never got a counter is left out.
  [[nodiscard]] std::map<std::string, double> read() const;

 private:
  struct event {
    const char* name;
    int file;
  };
  std::vector<event> _events;
};

}  // namespace contend::host
