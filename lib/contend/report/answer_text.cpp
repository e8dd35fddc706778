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

std::string setting(unsigned threads, bool oversubscribed, const std::string& others) {
  std::string text = "at " + threads_text(threads, oversubscribed);
  return others.empty() ? text : text + ", " + others;
}

/// Where a plateau begins, as far as that is known.
std::string range_of(const plateau_answer& a) {
  const std::string& unit = a.question.unit;
  if (*a.low == *a.high) return fmt::format("{} {}", value(*a.low), unit);
  if (*a.low == a.points.front().at) return fmt::format("at most {} {}", value(*a.high), unit);
  if (*a.high == a.points.back().at) return fmt::format("{} {} or more", value(*a.low), unit);
  return fmt::format("{} to {} {}", value(*a.low), value(*a.high), unit);
}

/// The last value at which there is doubtless none yet; null if there is none.
const plateau_point* last_below(const plateau_answer& a) {
  const plateau_point* last = nullptr;
  for (const plateau_point& p : a.points) {
    if (p.at < *a.low) last = &p;
  }
  return last;
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
    case crossing_kind::fades:
      return fmt::format(
          "{} is ahead of {} up to {} {}, and level with it, within noise, from there "
          "on to {}",
          q.subject, q.rival, q.parameter, value(a.ci->low), value(a.points.back().at));
    case crossing_kind::undecided: break;
  }
  return "undecided: " + a.why;
}

std::string verdict_of(const plateau_answer& a) {
  if (a.kind == plateau_kind::undecided) return "undecided: " + a.why;
  const auto& q = a.question;
  const std::string widest = value(a.points.back().at);
  const std::string within = fmt::format("within {} of the rate at {}", percent(q.within), widest);
  if (a.kind == plateau_kind::everywhere) {
    return fmt::format("no step: at every {} from {} {} on {}", q.parameter,
                       value(a.points.front().at), q.unit, within);
  }
  std::string before;
  if (const plateau_point* p = last_below(a)) {
    const estimate& r = p->ratio.ratio;
    before = fmt::format("at {} it is {} of that, {}", value(p->at), times(r.value), bounds_of(r));
  }
  if (a.kind == plateau_kind::beyond) {
    return fmt::format("not reached at {} {} ({})", widest, q.unit, before);
  }
  return fmt::format("{} (from there on {}{}{})", range_of(a), within, before.empty() ? "" : "; ",
                     before);
}

std::string text_of(const negative_scaling& n) {
  const auto drop = [](const negative_scaling::drop& d) {
    return fmt::format("{} threads: {} ({}) of the rate at {}", d.threads, times(d.ratio.value),
                       bounds_of(d.ratio), d.than);
  };
  std::string text = "negative scaling from " + drop(n.first);
  if (n.deepest.threads != n.first.threads) text += "; lowest at " + drop(n.deepest);
  return text;
}

std::string setting_of(const crossing_answer& a) {
  return setting(a.question.threads, a.oversubscribed, a.others);
}
std::string setting_of(const plateau_answer& a) {
  return setting(a.question.threads, a.oversubscribed, a.others);
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
