#include <contend/analysis/f_distribution.hpp>

#include <boost/math/distributions/fisher_f.hpp>

#include <cmath>

namespace contend {

double f_tail(double f, double above, double below) {
  if (!(f > 0)) return 1;
  if (std::isinf(f)) return 0;
  return boost::math::cdf(boost::math::complement(boost::math::fisher_f(above, below), f));
}

}  // namespace contend
