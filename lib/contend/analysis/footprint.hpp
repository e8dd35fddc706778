// How much memory a load really cost: its live bytes against what the process held, of one visit.
#pragma once

#include <contend/analysis/record.hpp>

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace contend {

/// Each state of a memory run is held for so long, so that what is resident in it gets read.
inline constexpr double state_seconds = 0.15;

/// Below so many live bytes the process' own pages and a span here and there are most of what is
/// seen: such a run says nothing of its allocator.
inline constexpr double least_live_bytes = 64.0 * 1024 * 1024;

/// What is resident, and what is live, must have been read at least so often, in seconds, while the
/// load worked (what is live: or fifty times, if that is less often).
inline constexpr double longest_gap = 0.1;

/// The marks of a memory run, in the order in which they are passed.
namespace footprint_mark {
inline constexpr std::string_view baseline = "baseline";  ///< the team is up, no load is built
inline constexpr std::string_view ready = "ready";        ///< built and joined; nobody has stepped
inline constexpr std::string_view working = "working";
inline constexpr std::string_view worked = "worked";    ///< the work is done
inline constexpr std::string_view drained = "drained";  ///< all is freed; the owners live and sleep
inline constexpr std::string_view nudged = "nudged";  ///< each owner allocated and freed once more
inline constexpr std::string_view left = "left";      ///< the workers have left the load
inline constexpr std::string_view exited = "exited";  ///< their threads have exited
inline constexpr std::string_view end = "end";        ///< no more is read
}  // namespace footprint_mark

/// A number of a memory run, as reports show it. What is not defined is absent from the metrics.
struct footprint_column {
  std::string_view name;    ///< of the metric
  std::string_view title;   ///< a few words
  std::string_view about;   ///< what it is, in a sentence
  bool by_element = false;  ///< only of loads that count in elements
};

/// With M the live bytes, and R what is resident and not lazily freed, less that before the load
/// worked (or, if a load allocates before its first step, less that before it was built: the load's
/// own tables then count, too):
[[nodiscard]] std::span<const footprint_column> footprint_columns();

/// Seconds on one clock, bytes; by rising time.
struct footprint_trace {
  std::vector<mark_record> marks;
  std::vector<std::pair<double, double>> resident;  ///< of the whole process
  std::vector<std::pair<double, double>> live;      ///< sampled while the load worked
  /// The elements that a container load had when all were in (its metric "elements"); 0 of others.
  double elements = 0;
};

struct footprint_result {
  std::string invalid;  ///< why the visit says nothing; empty if it does
  std::string note;     ///< what could not be told, and why; empty if all could
  std::map<std::string, metric_record> metrics;
  std::vector<std::pair<double, double>> resident;  ///< R; seconds since the first step
  std::vector<std::pair<double, double>> live;      ///< M, to the end
};

[[nodiscard]] footprint_result footprint_of(const footprint_trace& seen);

}  // namespace contend
