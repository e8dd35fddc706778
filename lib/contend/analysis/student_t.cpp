#include <contend/analysis/student_t.hpp>

#include <boost/math/distributions/students_t.hpp>

namespace contend {

double student_t_quantile(double p, double freedom) {
  return boost::math::quantile(boost::math::students_t(freedom), p);
}

}  // namespace contend
