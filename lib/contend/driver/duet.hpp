// Two programs measured in turns: every visit of the one has a visit of the other beside it.
#pragma once

#include <contend/analysis/comparison.hpp>
#include <contend/driver/commands.hpp>
#include <contend/driver/program.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace contend::driver {

/// Which blocks a duet is looked at after: thirds of what is planned, or fewer looks if there are
/// not three blocks.
[[nodiscard]] std::vector<unsigned> looks_of(unsigned blocks);

/// Whether the base comes first at the `point`-th thread count of a curve in a block. A coin for
/// each curve and block, drawn from the seed; along a curve's points the order alternates, so that
/// within a block each is first as often as the other.
[[nodiscard]] bool base_first(std::uint64_t seed, unsigned block, std::size_t curve,
                              std::size_t point);

/// As many blocks as so many seconds pay for, at least one.
[[nodiscard]] unsigned blocks_within(double seconds, const sweep_options& options,
                                     const program& side);

/// What is needed to measure some curves of two programs in turns.
struct duet_plan {
  program base, candidate;
  plants slowed;                             ///< of the candidate
  sweep_options options;                     ///< threads resolved
  comparison_plan how;                       ///< looks are those of options.blocks
  std::filesystem::path directory;           ///< becomes base/ and candidate/ in it
  std::map<std::string, std::string> noted;  ///< more options for both headers
};

/// Both sides, as measured.
struct duet_runs {
  run_record base, candidate;
};

/// Measures and writes two run directories whose blocks are pairs, a point at a time. `chosen`: the
/// names of the curves. With `to_the_end` every curve gets all blocks; else a curve is left at a
/// look that settles it. SIGINT ends it early, with both journals complete.
[[nodiscard]] duet_runs play(const duet_plan& plan, const std::vector<std::string>& chosen,
                             bool to_the_end);

}  // namespace contend::driver
