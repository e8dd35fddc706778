// One sweep over its run directory: new or resumed.
#pragma once

#include <contend/analysis/plants.hpp>
#include <contend/analysis/precision.hpp>
#include <contend/driver/commands.hpp>
#include <contend/driver/plan.hpp>
#include <contend/driver/progress.hpp>
#include <contend/report/journal.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace contend::driver {

/// How many points the curves have; and how many of them can be measured for their memory.
[[nodiscard]] std::size_t count_points(const std::vector<curve_plan>& curves);
[[nodiscard]] std::size_t count_memory_points(const std::vector<curve_plan>& curves);

/// A memory run's states and tail, and its work: a first guess, for planning.
inline constexpr double footprint_seconds = 7;

/// What a timed visit takes, likewise.
[[nodiscard]] double visit_seconds(const sweep_options& options);

/// Visits what its curves and options ask for and the run has not, a point at a time, each written
/// before the next one begins.
class sweeping {
 public:
  /// `run` has the header, and the points of earlier sittings.
  sweeping(std::vector<curve_plan> curves, sweep_options options, run_record run, journal file);

  /// Until all is measured, nothing is left to learn, the budget is spent, or SIGINT comes.
  void go();

  [[nodiscard]] const run_record& run() const { return _run; }

 private:
  /// Whether blocks go where they tell most, instead of everywhere.
  [[nodiscard]] bool adaptive() const { return _budget > 0 || _goal; }

  [[nodiscard]] std::vector<visit> choose_visits(unsigned block);

  void say_why_enough(unsigned blocks) const;

  /// How many visits the goal will take.
  void foresee(const std::map<std::string, load_precision>& known);

  /// False: interrupted, or out of budget.
  bool visit_all(const std::vector<visit>& visits, progress& shown);

  point_record measure(const visit& v);

  void remember(const point_record& p);

  [[nodiscard]] bool any_hope(const std::vector<visit>& visits) const;

  [[nodiscard]] bool out_of_budget() const { return _budget > 0 && _spent >= _budget; }

  [[nodiscard]] unsigned memory_blocks() const;

  [[nodiscard]] double seconds_left() const;

  std::vector<curve_plan> _curves;
  sweep_options _options;
  run_record _run;
  journal _journal;
  plants _plants;
  double _timeout;
  std::uint64_t _memory;
  double _budget;
  std::optional<double> _goal;
  /// Timed visits that the goal will have taken.
  std::size_t _foreseen = 0;
  std::size_t _points, _memory_points;
  std::size_t _timed_visits = 0, _memory_visits = 0;
  /// Seconds in children, over all sittings.
  double _spent = 0;
  double _timed_spent = 0, _memory_spent = 0;
  std::set<std::tuple<std::string, unsigned, unsigned, bool>> _done;
  std::set<std::tuple<std::string, unsigned, bool>> _hopeless;
};

}  // namespace contend::driver
