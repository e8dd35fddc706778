// The subcommands, each with its options as plain data. Every function returns the exit code and
// throws bad_input for what the user got wrong.
#pragma once

#include <contend/catalog/catalog.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace contend::driver {

/// What the program's exit code says.
struct exit_code {
  static constexpr int fine = 0;
  static constexpr int failed = 1;  ///< a regression, or a failed oracle, crash, timeout
  static constexpr int bad_input = 2;
  static constexpr int inconclusive = 3;
  static constexpr int invalid = 4;        ///< the host interfered
  static constexpr int interrupted = 130;  ///< as a shell says it of SIGINT
};

struct list_options {
  std::string filter;
  std::string preset;
  bool presets = false;  ///< the presets instead of cases
  bool json = false;
  bool cards = false;
};
int list(const catalog& cases, const list_options& options);

struct sweep_options {
  std::string filter;
  std::string preset;
  std::string threads;    ///< empty: the preset's, or auto
  std::string budget;     ///< a duration; empty: `blocks` blocks
  std::string precision;  ///< a share; empty: none is aimed at
  unsigned blocks = 5;
  std::uint64_t seed = 1;
  std::string placement = "compact";
  bool near_knee = false;               ///< threads were left to us: add some where a curve bends
  std::vector<std::string> allocators;  ///< NAME=LIB
  std::string known_allocators;         ///< auto, or names: resolve_allocators()
  std::string out;
  std::string resume;
  std::string window = "20ms";
  unsigned windows = 5;
  std::string timeout = "30s";
  std::string memory;  ///< a size; empty: memory_limit()'s choice
  bool latency = false;
  unsigned footprint = 0;           ///< memory runs of every point that can have one
  std::vector<std::string> plants;  ///< CASE=FACTOR: parse_plants()
  std::string command_line;
};
int sweep(const catalog& cases, const sweep_options& options);

/// Throws bad_input for what is wrong whatever the cases are: placement, numbers, durations, sizes.
void check(const sweep_options& options);

struct stress_options {
  std::string filter;
  std::string preset;
  unsigned threads = 0;   ///< 0: twice the CPUs, at least 4
  std::uint64_t ops = 0;  ///< a worker's rounds
  std::string seconds;
  std::uint64_t seed = 1;
  bool perturb = false;
  bool in_process =
      false;  ///< no child a case: no timeout and no memory limit, and a crash ends all
  std::string timeout = "120s";
  std::string memory;
  bool linearize = false;  ///< the cases of the suite `linearize` instead, and their verdicts
};
int stress(const catalog& cases, const stress_options& options);

/// The hidden subcommand that a child of sweep or stress runs: one point, its record as JSON on
/// descriptor 3.
struct point_options {
  std::string name;
  unsigned threads = 1;
  std::uint64_t seed = 1;
  std::string placement = "compact";
  double window_seconds = 0.02;
  double warm_up_seconds = 0.02;
  unsigned windows = 5;
  bool latency = false;
  bool footprint = false;      ///< a memory run instead of a timed one
  double plant = 1;            ///< slow the steps down by this factor
  std::string expect_library;  ///< fail unless this library is mapped
  bool stress = false;
  std::uint64_t ops = 0;
  double seconds = 0;
  bool perturb = false;
};
int point(const catalog& cases, const point_options& options);

/// Google Benchmark's own front end over our cases; takes the rest of the command line as it is.
int run(const catalog& cases, int argc, char** argv);

struct report_options {
  std::string directory;
  std::string format = "html";
  std::string output;
  unsigned extrapolate = 0;  ///< threads to carry laws to; 0: none
};
int report(const catalog& cases, const report_options& options);
/// "html, json, gbench, ..."
[[nodiscard]] std::string report_formats();

struct compare_options {
  std::vector<std::string> directories;  ///< BASE NEW, or a duet's
  std::vector<std::string> duet;         ///< two programs
  std::vector<std::string> preloads;     ///< with one program: NAME=LIB, or "malloc" for none
  std::vector<std::string> subjects;     ///< of one program
  std::string margin = "3%";
  std::string format = "text";  ///< comparison_format_named()
  bool across_machines = false;
  sweep_options sweep;  ///< of a duet
};
int compare(const catalog& cases, const compare_options& options);

struct doctor_options {
  bool self_check = false;
  bool power = false;
  std::string from;    ///< with power: a directory measured before, instead of measuring
  std::string plants;  ///< of power: "none", factors, or empty for as many as the budget pays for
  std::string margin = "3%";  ///< of the gate
  sweep_options sweep;        ///< of power; blocks: of the gate, 0 for the usual ones
};
int doctor(const catalog& cases, const doctor_options& options);

/// The cases that a filter finds, in a preset if one is named; throws bad_input if it finds none or
/// no preset has that name.
[[nodiscard]] std::vector<const case_entry*> choose(const catalog& cases, const std::string& filter,
                                                    const std::string& preset = {});

/// The same of one suite, its hidden cases too.
[[nodiscard]] std::vector<const case_entry*> choose_of_suite(const catalog& cases,
                                                             const std::string& suite,
                                                             const std::string& filter);

/// The preset of that name, null for an empty one; throws bad_input, with the names there are, if
/// there is none.
[[nodiscard]] const preset* preset_named(const catalog& cases, const std::string& name);

}  // namespace contend::driver
