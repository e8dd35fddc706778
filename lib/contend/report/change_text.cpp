#include <contend/report/change_text.hpp>

#include <fmt/format.h>

#include <cmath>

namespace contend {
namespace {

std::string signed_percent(double log_ratio) {
  const double value = 100 * std::expm1(log_ratio);
  return value > 999 ? ">999" : fmt::format("{:+.1f}", value);
}

}  // namespace

std::string change_text(double log_ratio) { return signed_percent(log_ratio) + " %"; }

std::string change_text(const interval& of_log_ratio) {
  return fmt::format("[{}, {}]", signed_percent(of_log_ratio.low),
                     signed_percent(of_log_ratio.high));
}

}  // namespace contend
