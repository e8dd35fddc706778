// How well a run knows its rates so far, and for which loads another block would tell more.
#pragma once

#include <contend/analysis/record.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>

namespace contend {

/// An interval that looks narrow may only be lucky, so a load is left when two blocks later it
/// looks narrow still.
inline constexpr unsigned blocks_to_confirm = 2;

/// No load is left before it has had so many blocks: below five, an interval is Student's, too
/// wild to decide anything by.
inline constexpr unsigned least_blocks_to_leave = 5 + blocks_to_confirm;

/// Without a goal, nothing is worth more blocks than this half of an interval asks for: what a
/// build or another kernel changes by itself is more.
inline constexpr double fine_enough = 0.005;

/// What is known of a load ("suite/workload"). All of its designs, parameters and thread counts are
/// measured together or not at all: they are compared block by block.
struct load_precision {
  unsigned blocks = 0;  ///< of the point that has the fewest
  /// The widest half of a 95 % interval over its points, as a share of the rate: sqrt(high / low)
  /// - 1; now, or blocks_to_confirm before now. Infinite as long as a point has none.
  double half_width = 0;
};

/// Of every load that has a point with a future: one that fails, or has only memory runs, has
/// none. Points with more threads than CPUs don't count: how the kernel takes turns scatters as it
/// likes, and would take all blocks.
[[nodiscard]] std::map<std::string, load_precision> precision_by_load(const run_record& run);

/// The loads that the next block should visit. With a goal those that have not reached it; without
/// one, those at least half as badly known as the one known worst. Empty: there is nothing to
/// learn. All, while one of them has had less than least_blocks_to_leave.
///
/// To stop when an interval looks narrow still makes it a little too narrow; docs/method.md says by
/// how much.
[[nodiscard]] std::set<std::string> worth_another_block(
    const std::map<std::string, load_precision>& known, std::optional<double> goal);

/// How many more blocks a load needs for the goal, at the scatter that it has shown; 0 if none, and
/// never more than `most`.
[[nodiscard]] unsigned blocks_to_go(const load_precision& known, double goal, unsigned most);

}  // namespace contend
