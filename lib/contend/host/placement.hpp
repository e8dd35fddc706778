// Which worker runs on which CPU.
#pragma once

#include <contend/host/topology.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace contend::host {

enum class placement {
  compact,  ///< fill the cores of one socket first, one thread a core; SMT siblings last
  scatter,  ///< alternate sockets, and memory nodes within one; SMT siblings last
  smt,      ///< fill the siblings of one core before the next core
  none,     ///< leave the choice to the kernel
};

[[nodiscard]] std::optional<placement> parse_placement(std::string_view text) noexcept;
[[nodiscard]] std::string_view to_string(placement p) noexcept;

/// The CPU of each of `threads` workers; -1 where it is not pinned. Starts again from the front
/// where there are more threads than CPUs.
[[nodiscard]] std::vector<int> place(const topology& machine, placement policy, unsigned threads);

/// Binds the calling thread to one CPU; -1 leaves it alone. False if the kernel refuses.
bool pin_this_thread(int cpu) noexcept;

}  // namespace contend::host
