// What the control groups around this process leave it: CPU time and memory. Version 1, version 2
// and both at once; nested groups; groups seen through a container's namespace.
#pragma once

#include <contend/host/text.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace contend::host {

/// One line of /proc/self/cgroup: where this process is in one hierarchy.
struct cgroup_membership {
  std::vector<std::string> controllers;  ///< none: the version 2 hierarchy
  std::string path;                      ///< as the process' cgroup namespace sees it
};

/// One cgroup file system of /proc/self/mountinfo.
struct cgroup_mount {
  std::string point;                     ///< where it is mounted
  std::string root;                      ///< the group that appears there
  bool unified = false;                  ///< version 2
  std::vector<std::string> controllers;  ///< version 1: which
};

// Parsers. Lines that make no sense are left out.
[[nodiscard]] std::vector<cgroup_membership> parse_cgroup_memberships(std::string_view text);
[[nodiscard]] std::vector<cgroup_mount> parse_cgroup_mounts(std::string_view mountinfo);

/// CPUs that a version 2 `cpu.max` grants ("150000 100000" is 1.5); 0 for "max" or nonsense.
[[nodiscard]] double parse_cpu_max(std::string_view text) noexcept;
/// The same of version 1's cpu.cfs_quota_us and cpu.cfs_period_us; a quota of -1 is none.
[[nodiscard]] double parse_cfs_quota(std::string_view quota_us,
                                     std::string_view period_us) noexcept;
/// A memory limit in bytes; nothing for "max", for version 1's "no limit" (about 2^63) or nonsense.
[[nodiscard]] std::optional<std::uint64_t> parse_memory_limit(std::string_view text) noexcept;

/// The directories that may hold limits of `controller` ("cpu", "memory"), the process' own group
/// first, then its parents up to the mount point. `unified` picks the version.
[[nodiscard]] std::vector<std::string> cgroup_directories(
    const std::vector<cgroup_membership>& memberships, const std::vector<cgroup_mount>& mounts,
    std::string_view controller, bool unified);

/// The tightest CPU quota on the way up to the root, in CPUs; 0 if there is none.
[[nodiscard]] double cgroup_cpu_quota(const text_source& read = read_text);

inline constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();

/// Bytes that may still be allocated before the tightest memory limit on the way up is hit,
/// page cache that the kernel can drop counted as free; no_limit if there is none.
[[nodiscard]] std::uint64_t cgroup_memory_headroom(const text_source& read = read_text);

}  // namespace contend::host
