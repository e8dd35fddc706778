#include <contend/analysis/law_extrapolation.hpp>
#include <contend/analysis/student_t.hpp>

#include <cmath>
#include <numeric>

namespace contend {

extrapolation extrapolate(const law_choice& choice, const log_rates& data, unsigned threads,
                          unsigned regime_end) {
  extrapolation to;
  to.threads = threads;
  const law_estimate* law = choice.chosen();
  if (law == nullptr) {
    to.refused = "no law";
  } else if (threads > regime_end) {
    to.refused = "the topology changes past " + std::to_string(regime_end) + " threads";
  } else if (threads < 1 || threads > furthest * data.threads.back()) {
    to.refused = "more than twice the threads measured";
  }
  if (!to.refused.empty()) return to;
  to.measured = threads >= data.threads.front() && threads <= data.threads.back();
  to.rate = rate_with(*law, threads);
  if (!to.rate.ci) return to;
  const pure_error error = pure_error_of(data);
  const double scatter = std::accumulate(error.variance.begin(), error.variance.end(), 0.0) /
                             static_cast<double>(error.variance.size()) +
                         error.between_blocks;
  const double t = student_t_quantile(0.975, static_cast<double>(data.blocks.size()) - 1);
  const double half =
      std::hypot(std::log(to.rate.ci->high / to.rate.value), t * std::sqrt(scatter));
  to.rate.ci = interval{to.rate.value * std::exp(-half), to.rate.value * std::exp(half)};
  return to;
}

}  // namespace contend
