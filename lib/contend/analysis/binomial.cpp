#include <contend/analysis/binomial.hpp>

#include <boost/math/distributions/beta.hpp>

namespace contend {

interval frequency::ci(double confidence) const {
  const double tail = (1 - confidence) / 2;
  const double yes = times, no = of - times;
  const auto beta = [](double a, double b, double p) {
    return boost::math::quantile(boost::math::beta_distribution<>(a, b), p);
  };
  return {times == 0 ? 0 : beta(yes, no + 1, tail), times == of ? 1 : beta(yes + 1, no, 1 - tail)};
}

}  // namespace contend
