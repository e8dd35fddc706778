// The laws of a run's curves: which points of each are one regime, and what law they follow.
#pragma once

#include <contend/analysis/block_rates.hpp>
#include <contend/analysis/law_choice.hpp>
#include <contend/analysis/law_extrapolation.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace contend {

/// The heading in a card (record.hpp) under which a load says that its work grows with the threads.
inline constexpr const char* work_grows_heading = "Work grows";

/// A curve and its law. The regime is what comes before the topology first changes: threads that
/// share a core, a socket's memory or a CPU are others than those before them, and no law here
/// knows that; so the curve is cut there, and nothing is said of what lies beyond.
struct curve_law {
  std::string suite, workload, subject, parameters;
  unsigned regime_end = 1;  ///< the most threads that each have a core of the first socket
  bool cut = false;         ///< points beyond it have a CPU a thread, and are left out
  bool work_grows = false;  ///< as the load says
  log_rates data;           ///< of the regime; the blocks that have every thread count
  law_choice choice;
  std::optional<extrapolation> asked;  ///< only if it was asked for

  [[nodiscard]] bool of(const curve_summary& c) const {
    return c.suite == suite && c.workload == workload && c.subject == subject &&
           c.parameters == parameters;
  }
};

/// One for each curve with a timed point, in their order; none for ceilings and skipped cases. A
/// point counts if it has a rate and is within the regime. One with two speeds is refused, as the
/// rate between them is neither. Extrapolates to a number of threads if one is given.
[[nodiscard]] std::vector<curve_law> laws_of(const run_record& run,
                                             std::span<const curve_summary> curves,
                                             const block_rates& rates,
                                             std::optional<unsigned> extrapolate_to = {});

}  // namespace contend
