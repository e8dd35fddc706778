// From a run's windows to one row a point: the numbers that every report shows.
#pragma once

#include <contend/analysis/estimate.hpp>
#include <contend/analysis/footprint_summary.hpp>
#include <contend/analysis/history.hpp>
#include <contend/analysis/modes.hpp>
#include <contend/analysis/record.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace contend {

/// More discarded windows than this share make a point INVALID.
inline constexpr double most_discarded = 0.20;

/// What a load reported beside its throughput, over all blocks that did.
struct metric_summary {
  std::string unit;
  double value = 0;  ///< locate() of the blocks': the mean of few, the trimmed mean of many
  std::optional<interval> ci;  ///< 95 %; none of one block
};

/// A case at one thread count, over all blocks. Shares and times are of kept windows only.
struct point_summary {
  unsigned threads = 0;
  bool oversubscribed = false;
  /// "ok"; "invalid: 31 % of windows discarded"; the worst block's failure, with how many blocks
  /// had it ("crashed: SIGSEGV (2 of 5 blocks)"); "not run" if no block got here. After refuse()
  /// (headroom.hpp) also "refused: 63 % of what the load itself can carry".
  std::string status;
  unsigned blocks = 0;   ///< visits, whatever came of them
  unsigned windows = 0;  ///< kept and discarded
  unsigned discarded = 0;
  std::optional<double> throughput;  ///< successful operations a second; only if ok
  std::optional<interval> ci;        ///< of the throughput, 95 %
  std::string doubt;                 ///< what limits trust in the throughput; empty if nothing does
  /// Two: show these, because the throughput then lies between two speeds and is neither.
  std::vector<mode> modes;
  double success_share = 1;               ///< succeeded of attempted
  double fairness_min_max = 1;            ///< median over windows
  double fairness_jain = 1;               ///< median over windows
  double overlap = 1;                     ///< mean over windows
  double start_skew = 0;                  ///< seconds, the largest of the blocks
  double run_delay = 0;                   ///< mean over windows
  double cpu = 0;                         ///< mean over windows
  std::optional<double> speedup;          ///< over one thread of the same case
  std::optional<double> efficiency;       ///< speedup / threads
  std::optional<interval> efficiency_ci;  ///< both throughputs' intervals, taken as independent
  std::map<std::string, metric_summary> metrics;
  std::map<std::string, history> histories;
  /// Samples added up; the percentiles are medians over blocks, the maximum is the largest.
  std::optional<latency_record> latency;
  /// Its memory runs, which are visits apart: nothing above is of them.
  std::optional<footprint_summary> footprint;
  meter_record meters;  ///< counts added up; bytes: the largest; steal: the mean over blocks

  std::optional<estimate> of_ceiling;  ///< share of the load's ceiling; set by refuse()
  std::optional<double> refused_rate;  ///< only if refused: what was measured, to be shown only

  [[nodiscard]] bool ok() const { return status == "ok"; }
  [[nodiscard]] bool refused() const { return status.starts_with("refused"); }
  [[nodiscard]] bool bimodal() const { return modes.size() > 1; }
};

/// More threads got less done than fewer of them, beyond doubt.
struct negative_scaling {
  struct drop {
    unsigned threads = 0;
    unsigned than = 0;  ///< the best one with fewer threads has so many
    estimate ratio;     ///< of the two rates, paired by block; its interval lies below 1
  };
  drop first;    ///< the one with the fewest threads
  drop deepest;  ///< the one with the lowest ratio; may be the first
};

/// A case over its thread counts, in rising order.
struct curve_summary {
  std::string name;  ///< suite/workload/subject[/param:value...]
  std::string suite;
  std::string workload;
  std::string subject;
  std::string parameters;  ///< "param:value/param:value"; empty if there are none
  bool ceiling = false;    ///< the load alone: a reference, no competitor
  std::optional<std::string> skipped;
  std::optional<double> single;  ///< the throughput at one thread, which speed-ups refer to
  std::vector<point_summary> points;
  std::optional<blowup> growth;           ///< of its memory runs
  std::optional<negative_scaling> falls;  ///< set by flag_negative_scaling()
};

/// One curve for each planned case, in the header's order, then any that only the points name.
/// A planned point without a visit is there too, as "not run".
///
/// A point's throughput: in each ok block the median of its kept windows; over the blocks what
/// over_blocks() says. A failure in any block voids the point (an oracle's before all others). More
/// than most_discarded of all its windows discarded makes it invalid, unless it is oversubscribed:
/// there waiting for a CPU is the regime, not interference.
[[nodiscard]] std::vector<curve_summary> summarize(const run_record& run);

/// The parts of a case's path. `parameters` is what follows the third one.
struct case_path {
  std::string suite, workload, subject, parameters;
};
[[nodiscard]] case_path split_path(std::string_view name);

/// Successful operations a second of one visit: the median of its kept windows; none if the visit
/// is not ok or kept no window.
[[nodiscard]] std::optional<double> block_throughput(const point_record& point);

}  // namespace contend
