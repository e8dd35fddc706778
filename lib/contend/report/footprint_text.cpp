#include <contend/report/footprint_text.hpp>
#include <contend/report/format.hpp>
#include <contend/report/quantity.hpp>

#include <cmath>

namespace contend {
namespace {

/// No minus before what rounds to nothing.
double at_least(double smallest, double value) { return std::abs(value) < smallest ? 0 : value; }

std::string text_in(const std::string& unit, double value) {
  if (unit == "share") return percent(at_least(0.0005, value));
  return unit == "ratio" ? times(value) : text_of(quantity_of(unit), value);
}

}  // namespace

std::string number_text(const footprint_summary::number& n) {
  return text_in(n.unit, n.value.value);
}

std::string number_bounds(const footprint_summary::number& n) {
  if (!n.value.ci) return n.value.doubt;
  return text_in(n.unit, n.value.ci->low) + " to " + text_in(n.unit, n.value.ci->high);
}

std::string exponent_text(double slope) { return fixed(at_least(0.005, slope), 2); }

std::string slope_text(const blowup& b) {
  return b.slope ? "threads^" + exponent_text(b.slope->value) : b.absent;
}

}  // namespace contend
