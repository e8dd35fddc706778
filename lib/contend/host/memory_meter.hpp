// How much memory a process holds, and how much there is to be had.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string_view>

namespace contend::host {

/// Bytes.
struct memory_reading {
  std::uint64_t rss = 0;
  /// Given back with MADV_FREE, but not yet taken by the kernel: still in rss. What an allocator
  /// really holds is rss - lazy_free.
  std::uint64_t lazy_free = 0;
  std::uint64_t peak = 0;        ///< highest rss so far
  std::uint64_t huge_pages = 0;  ///< of rss, in transparent huge pages
};

/// This process. Walks its page tables: a millisecond for each few GiB held. What can't be read
/// is 0.
[[nodiscard]] memory_reading read_memory();

/// Any process, without its peak: one file less to read. All 0 if it is gone. For samplers.
[[nodiscard]] memory_reading read_memory_of(pid_t process);

/// Resident bytes of any process; 0 if it is gone.
[[nodiscard]] std::uint64_t rss_of(pid_t process);

/// Bytes that can still be allocated without swapping or hitting a limit: the machine's available
/// memory, or the headroom of the tightest control group. no_limit (cgroup.hpp) if unknown.
[[nodiscard]] std::uint64_t available_memory();

// Parsers. What is not there is 0.
[[nodiscard]] memory_reading parse_memory(std::string_view smaps_rollup,
                                          std::string_view status) noexcept;
[[nodiscard]] std::uint64_t parse_statm(std::string_view statm, std::uint64_t page_size) noexcept;

}  // namespace contend::host
