// What a law says of a number of threads that was not measured: only on request.
#pragma once

#include <contend/analysis/law_choice.hpp>

#include <string>

namespace contend {

/// Further than this many times the threads measured a law is not carried.
inline constexpr double furthest = 2;

struct extrapolation {
  unsigned threads = 1;
  /// Of the law there. The interval is where one more visit would lie in 95 of 100 runs or more, if
  /// the law goes on: what the blocks leave open of the law, and a visit's own scatter.
  estimate rate;
  bool measured = false;  ///< within what was measured: no extrapolation at all
  std::string refused;    ///< why there is no rate; empty if there is one
};

/// Refused without a law, past `regime_end` (the topology changes there, and the law's threads are
/// others), and past `furthest` times the threads measured.
[[nodiscard]] extrapolation extrapolate(const law_choice& choice, const log_rates& data,
                                        unsigned threads, unsigned regime_end);

}  // namespace contend
