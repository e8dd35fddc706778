// A law held against one curve: its parameters with intervals, and whether it fits at all.
#pragma once

#include <contend/analysis/estimate.hpp>
#include <contend/analysis/law.hpp>
#include <contend/analysis/pure_error.hpp>

#include <optional>
#include <string>
#include <vector>

namespace contend {

/// Laws whose misfit would be this rare if they were true do not fit.
inline constexpr double rarest_misfit = 0.01;

struct law_estimate {
  law_kind kind = law_kind::linear;
  std::optional<law> fitted;  ///< none if there is nothing to fit
  std::vector<law> without;   ///< the fit without each block
  double misfit = 0;          ///< weighted squares
  double chance = 1;          ///< of such a misfit if the law is true
  double aicc = 0;            ///< the lower, the better the law is worth its parameters
  double worst = 0;           ///< the largest misfit, as rate over law less 1
  double worst_at = 0;        ///< with how many threads
  std::string refused;        ///< why it is not a law of this curve; empty if it may be
  std::string untold;  ///< which part of it the data does not tell from none; empty if all do

  estimate scale;                     ///< operations a second of one thread
  std::optional<estimate> first;      ///< sigma, the edge, or the share at the server
  std::optional<estimate> second;     ///< kappa, or the hand-off
  std::optional<estimate> ends_at;    ///< gain_ends_at()
  std::optional<estimate> ends_with;  ///< rate_at_end()

  [[nodiscard]] bool fits() const { return fitted && refused.empty(); }
  [[nodiscard]] bool passes() const { return fits() && untold.empty(); }
};

/// The law of this kind that lies nearest to the means over blocks, weighted by their scatter.
/// Intervals are 95 % jackknives over blocks, of the logarithm for rates and numbers of threads.
/// The weights are those of all blocks throughout. Refused if there is no fit; if more than all of
/// an operation would be serial, which nothing can be; if it does not fit (rarest_misfit). Its last
/// parameter is untold if the interval of an amdahl's or gustafson's serial part or a usl's
/// pairwise cost touches zero, or if the interval of where a roofline's or hand-off's gain ends
/// goes beyond the threads measured: a law with a parameter less may say as much.
///
/// AICc (Hurvich, Tsai 1989) counts what is left of the blocks' data when their own means are taken
/// off, N = blocks (places - 1), under normal noise: N log((freedom + misfit) / N) + 2 k N / (N - k
/// - 1), where k = the parameters, less the scale, which goes with the blocks' means, and the
/// noise.
[[nodiscard]] law_estimate hold(law_kind kind, const log_rates& data, const pure_error& error);

/// The rate that the law says with n threads, with the interval of the law itself: it says nothing
/// of the scatter of a visit there.
[[nodiscard]] estimate rate_with(const law_estimate& of, double n);

}  // namespace contend
