// What a sweep will visit, and in which order. Pure: no thread, file or clock.
#pragma once

#include <contend/analysis/plants.hpp>
#include <contend/catalog/catalog.hpp>
#include <contend/core/bad_input.hpp>
#include <contend/host/topology.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace contend::driver {

/// More threads than this in one process is a typing error on any machine of today.
inline constexpr unsigned most_threads = 4096;

/// A curve to measure: a case, perhaps under another allocator.
struct curve_plan {
  std::string name;  ///< the case's path; with its allocator in the subject's place, if it has one
  std::string case_name;  ///< what the child is asked to run
  std::string preload;    ///< the library to preload; empty for none
  std::vector<unsigned> threads;
  std::optional<std::string> skipped;
  bool measures_memory = false;
  unsigned min_threads = 1, max_threads = any_threads;  ///< what the case allows
};

/// One visit to one point: timed, or a memory run.
struct visit {
  std::size_t curve;  ///< index into the curves
  unsigned threads;
  unsigned block;
  bool footprint = false;
};

/// Live bytes of a memory run, of the whole team: twice the least that says something.
inline constexpr std::uint64_t footprint_bytes = std::uint64_t{128} << 20;

/// More memory runs of a point than this are a typing error: they take six seconds each.
inline constexpr unsigned most_footprints = 1000;

/// How many memory runs a header asks for. Throws bad_input.
[[nodiscard]] unsigned parse_footprint(const std::string& text);

/// NAME=LIB, each. Throws bad_input if a library can't be read or is no shared library, or a
/// name is not [a-z0-9_]+ or is taken.
[[nodiscard]] std::map<std::string, std::string> parse_allocators(
    const std::vector<std::string>& texts);

/// How much `name` is slowed down on purpose: 1 unless it is among the plants.
[[nodiscard]] double plant_of(const plants& among, const std::string& name);

/// A plant's size as it is typed, from 1 to 100; nothing for anything else.
[[nodiscard]] std::optional<double> parse_factor(const std::string& text);

/// CASE=FACTOR, each. Throws bad_input if that is not what a text is, the factor does not lie
/// between 1 and 100, or no curve that is measured has that name.
[[nodiscard]] plants parse_plants(const std::vector<std::string>& texts,
                                  const std::vector<curve_plan>& curves);

/// The curves of the chosen cases: each with the threads that its case allows, process-malloc
/// cases once more for each allocator. A case that allows none of the threads is skipped, with
/// that reason.
[[nodiscard]] std::vector<curve_plan> plan_curves(
    const std::vector<const case_entry*>& cases, const std::vector<unsigned>& threads,
    const std::map<std::string, std::string>& allocators);

/// What a block visits.
struct block_plan {
  bool timed = true;       ///< every point once
  bool footprint = false;  ///< every point that can measure its memory once for that
};

/// The curve's load, "suite/workload".
[[nodiscard]] std::string load_of(const curve_plan& curve);

/// Adds thread counts to the curves of the loads named, where their cases allow them. Says how many
/// points that makes.
std::size_t add_threads(std::vector<curve_plan>& curves,
                        const std::map<std::string, std::set<unsigned>>& of_load);

/// In an order drawn from the run's seed and the block's number.
[[nodiscard]] std::vector<visit> plan_block(const std::vector<curve_plan>& curves, unsigned block,
                                            std::uint64_t seed, const block_plan& what = {});

}  // namespace contend::driver
