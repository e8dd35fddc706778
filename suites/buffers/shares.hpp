// How evenly the workers of a load got at the buffer.
#pragma once

#include <contend/load/workload.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace contend::suites {

/// What one worker tried, and how often it got it.
struct turns {
  std::uint64_t done = 0, failed = 0;
};

/// Appends, for an operation `what` of these workers:
///  - WHAT_share_min and WHAT_share_max: of all that was done, the part of the worker that got
///    least, and of the one that got most: 0 if one starved, 1 / workers if all got the same;
///  - WHAT_jain: Jain's index, 1 if all got the same, 1 / workers if one got everything
///    (Jain, Chiu, Hawe, DEC-TR-301, 1984);
///  - FAILED: the share of attempts that failed.
/// Nothing of a worker that never tried, as it has another part to play.
inline void report_shares(std::vector<metric>& to, std::string_view what, std::string_view failed,
                          std::span<const turns> each) {
  double workers = 0, done = 0, squares = 0, failures = 0;
  double least = 0, most = 0;
  for (const turns& t : each) {
    if (t.done + t.failed == 0) continue;
    const auto n = static_cast<double>(t.done);
    least = workers == 0 ? n : std::min(least, n);
    most = std::max(most, n);
    workers += 1;
    done += n;
    squares += n * n;
    failures += static_cast<double>(t.failed);
  }
  if (workers == 0) return;
  const std::string name(what);
  const double all = std::max(done, 1.0);
  to.push_back({name + "_share_min", "share", least / all});
  to.push_back({name + "_share_max", "share", most / all});
  to.push_back({name + "_jain", "share", squares == 0 ? 1 : done * done / (workers * squares)});
  to.push_back({std::string(failed), "share", failures / (done + failures)});
}

}  // namespace contend::suites
