// Which law a curve follows, if any.
#pragma once

#include <contend/analysis/law_estimate.hpp>

#include <optional>
#include <string>
#include <vector>

namespace contend {

/// Fewer thread counts can't tell one law from another.
inline constexpr std::size_t least_thread_counts = 5;
/// Fewer blocks say too little of their own scatter.
inline constexpr std::size_t least_blocks_of_a_law = 3;

struct law_choice {
  std::string
      refused;  ///< why there is no law: the data's or all laws' fault; empty if there is one
  std::vector<law_estimate> held;   ///< every law that was tried; none if the data was refused
  std::optional<std::size_t> best;  ///< of these
  std::vector<law_kind> as_good;    ///< that pass, too, and whose AICc is within 2 of the best's

  [[nodiscard]] const law_estimate* chosen() const { return best ? &held[*best] : nullptr; }
};

/// Holds every law against the data and takes, of those that fit and leave nothing untold, the one
/// with the least AICc; if there are none, of those that fit.
/// Gustafson's takes part only if the load says that its work grows with the threads.
///
/// Refused without a fit: fewer than least_thread_counts thread counts; fewer than
/// least_blocks_of_a_law blocks; a rate that is zero or not finite; threads that rise in no order;
/// a team that gets more done a thread than the smallest one beyond doubt (superlinear: a cache or
/// a turbo at work, which no law here knows), by one-sided tests at all counts together at 1 %
/// (Bonferroni). Never throws.
[[nodiscard]] law_choice choose_law(const log_rates& data, bool work_grows = false);

}  // namespace contend
