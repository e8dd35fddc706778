// The CPUs that this process may run on, and how they hang together.
#pragma once

#include <vector>

namespace contend::host {

/// One hardware thread.
struct cpu {
  int id = 0;        ///< the OS' index: what an affinity mask takes
  int core = 0;      ///< logical index of its core, over the whole machine
  int package = 0;   ///< logical index of its socket
  int numa = 0;      ///< OS index of the memory node next to it
  int smt_rank = 0;  ///< 0: the first hardware thread of its core that this process may run on
};

/// A plain value. The one of this machine comes from detect(); tests write their own.
struct topology {
  std::vector<cpu> cpus;  ///< those this process may run on, ascending by id; never empty
  unsigned cores = 1;     ///< distinct ones among `cpus`, as are the next two
  unsigned packages = 1;
  unsigned numa_nodes = 1;
  double quota = 0;  ///< CPUs' worth of time that the control groups grant; 0: no quota

  /// How many threads can run at once: the CPUs, or what the quota pays for if that is less.
  [[nodiscard]] unsigned allowed() const noexcept;

  /// The thread counts, up to allowed(), after which the next thread meets another kind of
  /// hardware when placed compactly: the cores of one socket, all cores, all hardware threads.
  /// Ascending, each once.
  [[nodiscard]] std::vector<unsigned> edges() const;

  /// This machine as hwloc sees it, within the calling thread's affinity mask; call it before
  /// that thread pins itself. Where hwloc sees nothing, each CPU of the mask is a core of its
  /// own. Takes milliseconds. Doesn't fail: at worst there is one CPU.
  [[nodiscard]] static topology detect();

  /// From a list of CPUs: puts it in order, ranks hardware threads and counts.
  [[nodiscard]] static topology of(std::vector<cpu> cpus, double quota = 0);
};

}  // namespace contend::host
