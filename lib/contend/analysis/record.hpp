// What was measured, as plain data: no thread, no file, no clock. Written by the harness through
// the driver, read by analysis and report. Times are seconds unless a name says otherwise.
#pragma once

#include <contend/analysis/question.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace contend {

/// One timed interval cut out of a running team; all threads over the same interval.
struct window_record {
  double seconds = 0;
  double attempted = 0;  ///< operations, all threads
  double succeeded = 0;
  double run_delay = 0;  ///< mean over threads: share of the window spent runnable but not running
  double cpu = 0;        ///< mean over threads: share of the window spent on a CPU
  double overlap = 1;    ///< share of the window during which every thread was stepping
  double fairness_min_max = 1;  ///< slowest thread's successes over the fastest's
  double fairness_jain = 1;     ///< (sum x)^2 / (n sum x^2)
  std::string discarded;        ///< why it does not count; empty if it does
};

/// Sampled latency of single rounds, in nanoseconds.
struct latency_record {
  std::uint64_t samples = 0;
  double p50 = 0, p90 = 0, p99 = 0, p999 = 0, max = 0;
};

struct metric_record {
  std::string unit;
  double value = 0;
};

/// A quantity over the time of a run: seconds since the load was built, value.
struct series_record {
  std::string unit;
  std::vector<std::pair<double, double>> points;
};

/// An instant of a memory run.
struct mark_record {
  std::string name;       ///< see footprint_mark
  double seconds = 0;     ///< CLOCK_MONOTONIC
  double live_bytes = 0;  ///< requested and not freed
};

/// What the operating system says about the team's threads (sums) and the process.
struct meter_record {
  std::uint64_t voluntary_switches = 0;
  std::uint64_t involuntary_switches = 0;
  std::uint64_t minor_faults = 0;
  std::uint64_t migrations = 0;
  double steal = 0;  ///< share of the host's CPU time stolen by its hypervisor over the run
  std::uint64_t rss_bytes = 0;        ///< resident at the end of the last window
  std::uint64_t lazy_free_bytes = 0;  ///< of these, already given back lazily (MADV_FREE)
  std::uint64_t peak_rss_bytes = 0;
  /// Hardware counters summed over the team, where the kernel gives them ("cycles", ...).
  std::map<std::string, double> hardware;
};

/// One visit to one point: a fresh process.
struct point_record {
  std::string name;  ///< the case's path, without threads
  /// Empty: its speed was timed. "footprint": its memory was measured, while a fixed amount of work
  /// was done; then there are no windows, and nothing that is a speed.
  std::string purpose;
  unsigned threads = 0;
  unsigned block = 0;
  /// "ok"; "invalid: ..." (the host interfered); "oracle: ..." ; "crashed: SIGSEGV"; "timeout";
  /// "oom"; "failed: ...". Only an ok record carries a throughput.
  std::string status;
  std::string placement;        ///< policy and CPUs, as text
  bool oversubscribed = false;  ///< more threads than allowed CPUs: a regime of its own
  std::uint64_t seed = 0;
  double start_skew = 0;       ///< first step of the last thread minus that of the first
  double process_seconds = 0;  ///< wall time of the whole child
  std::vector<window_record> windows;
  std::vector<double> thread_share;  ///< each thread's part of all kept successes
  std::optional<latency_record> latency;
  meter_record meters;
  std::map<std::string, metric_record> metrics;
  std::map<std::string, series_record> series;
  std::vector<mark_record> marks;  ///< of a memory run
  std::string note;                ///< what the visit could not tell, and why

  [[nodiscard]] bool measures_memory() const { return purpose == "footprint"; }
  [[nodiscard]] bool ok() const { return status == "ok"; }
  /// The full path of the point.
  [[nodiscard]] std::string path() const { return name + "/threads:" + std::to_string(threads); }
};

/// One case as the run's header lists it.
struct planned_case {
  std::string name;
  std::vector<unsigned> threads;
  std::optional<std::string> skipped;
};

/// What a design says about itself, as text.
struct design_record {
  std::string title, progress, source;
  std::string notes;     ///< lines; empty if there is nothing more to say
  bool ceiling = false;  ///< it does nothing: its rate is what the load itself can carry
};

/// What the suites and the preset ask of a run.
struct question_record {
  std::vector<ratio_question> ratios;
  std::vector<crossing_question> crossings;
  std::vector<plateau_question> plateaus;
  std::vector<trend_question> trends = {};
};

/// A whole run: the journal's header and its points.
struct run_record {
  static constexpr int current_schema = 1;
  int schema = current_schema;
  std::string version;  ///< of contend
  std::string command;  ///< the command line
  std::string started;  ///< UTC, ISO 8601
  std::uint64_t seed = 0;
  unsigned blocks = 0;  ///< planned
  double window_seconds = 0;
  unsigned windows = 0;                        ///< kept windows wanted a visit
  std::map<std::string, std::string> machine;  ///< "cpu", "kernel", "cores", "allowed_cpus", ...
  std::map<std::string, std::string> build;    ///< "compiler", "flags", "tbb", "boost", ...
  /// What measuring itself costs, as text: "counter store", "stop check", "latency sample", ...
  std::map<std::string, std::string> harness;
  /// What the sweep was asked for ("filter", "threads", "budget", ...): enough to go on with it.
  std::map<std::string, std::string> options;
  unsigned allowed_cpus = 1;
  std::vector<unsigned> edges;  ///< thread counts at which topology changes (cores, SMT, sockets)
  std::vector<planned_case> cases;
  std::map<std::string, std::string> cards;      ///< "suite/workload" -> its card as text lines
  std::map<std::string, design_record> designs;  ///< "suite/subject" -> what it is
  /// "name", "title", "source" of the preset that was swept; empty if none was.
  std::map<std::string, std::string> preset;
  question_record questions;  ///< what its report answers
  std::vector<point_record> points;
};

}  // namespace contend
