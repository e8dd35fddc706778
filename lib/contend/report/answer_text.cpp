#include <contend/report/answer_text.hpp>
#include <contend/report/format.hpp>

#include <fmt/format.h>

namespace contend {
namespace {

/// A parameter's value: four significant digits, and no exponent where none is needed.
std::string value(double x) { return fmt::format("{:.4g}", x); }

std::string range_of(const crossing_answer& a) {
  if (!a.ci) return a.why.empty() ? "no interval" : a.why;
  const std::string low = a.open_low ? "below " + value(a.ci->low) : value(a.ci->low);
  const std::string high = a.open_high ? "beyond " + value(a.ci->high) : value(a.ci->high);
  return low + " to " + high;
}

}  // namespace

std::string verdict_of(const crossing_answer& a) {
  const auto& q = a.question;
  const auto everywhere = [&](const char* word) {
    return fmt::format("never: {} is {} {} at every {} from {} to {}", q.subject, word, q.rival,
                       q.parameter, value(a.points.front().at), value(a.points.back().at));
  };
  switch (a.kind) {
    case crossing_kind::ahead: return everywhere("ahead of");
    case crossing_kind::behind: return everywhere("behind");
    case crossing_kind::crosses:
      return fmt::format("{} is {} {} up to {} {} ({}), {} beyond", q.subject,
                         a.ahead_below ? "ahead of" : "behind", q.rival, q.parameter, value(*a.at),
                         range_of(a), a.ahead_below ? "behind" : "ahead");
    case crossing_kind::undecided: break;
  }
  return "undecided: " + a.why;
}

std::string setting_of(const crossing_answer& a) {
  std::string text = "at " + threads_text(a.question.threads, a.oversubscribed);
  return a.others.empty() ? text : text + ", " + a.others;
}

std::string bounds_of(const estimate& ratio) {
  return ratio.ci ? fmt::format("{} to {}", times(ratio.ci->low), times(ratio.ci->high))
                  : ratio.doubt;
}

int side_of(const estimate& ratio) {
  if (!ratio.ci) return 0;
  return ratio.ci->low > 1 ? 1 : ratio.ci->high < 1 ? -1 : 0;
}

std::string threads_text(unsigned threads, bool oversubscribed) {
  return fmt::format("{} thread{}{}", threads, threads == 1 ? "" : "s",
                     oversubscribed ? ", more than CPUs" : "");
}

}  // namespace contend
