// What the whole host was doing meanwhile: time stolen by the hypervisor, pressure on the CPUs.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace contend::host {

/// Sums over all CPUs since the machine started, in the kernel's ticks (usually 10 ms).
struct cpu_times {
  std::uint64_t total = 0;
  std::uint64_t idle = 0;   ///< waiting for I/O included
  std::uint64_t steal = 0;  ///< runnable, but the hypervisor ran somebody else
};

/// All zeros where /proc/stat can't be read.
[[nodiscard]] cpu_times read_cpu_times();
[[nodiscard]] cpu_times parse_cpu_times(std::string_view proc_stat) noexcept;

/// The share of all CPU time between two readings that was stolen, 0..1; 0 if no tick passed.
[[nodiscard]] double steal_share(const cpu_times& before, const cpu_times& after) noexcept;
/// The share of all CPU time between two readings in which CPUs did anything, 0..1.
[[nodiscard]] double busy_share(const cpu_times& before, const cpu_times& after) noexcept;

/// Pressure stall information: tasks that waited for a CPU.
struct cpu_pressure {
  double avg10 = 0;            ///< percent of the last ten seconds
  std::uint64_t total_us = 0;  ///< since the machine started
};

/// Nothing where the kernel has no PSI.
[[nodiscard]] std::optional<cpu_pressure> read_cpu_pressure();
[[nodiscard]] std::optional<cpu_pressure> parse_cpu_pressure(std::string_view text) noexcept;

}  // namespace contend::host
