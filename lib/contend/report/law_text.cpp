#include <contend/report/format.hpp>
#include <contend/report/law_text.hpp>

#include <fmt/format.h>

namespace contend {
namespace {

/// Two digits, however small: a pairwise cost of 0.01 % halves the rate of a hundred threads.
std::string fine_percent(double share) {
  return share < 0.0995 ? fmt::format("{:.2g} %", 100 * share) : percent(share);
}

/// A digit behind the point below ten, unless it is a zero.
std::string threads_number(double n) {
  const std::string text = fmt::format("{:.{}f}", n, n < 9.95 ? 1 : 0);
  return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

const char* name_of(law_kind kind) {
  switch (kind) {
    case law_kind::linear: return "linear";
    case law_kind::amdahl: return "Amdahl";
    case law_kind::usl: return "USL";
    case law_kind::gustafson: return "Gustafson";
    case law_kind::roofline: return "roofline";
    case law_kind::handoff: return "hand-off";
  }
  return "?";
}

std::string with_range(const estimate& e) {
  const std::string text = fine_percent(e.value);
  if (!e.ci) return text;
  const std::string low = fine_percent(e.ci->low);
  const std::string high = fine_percent(e.ci->high);
  return low == high ? text : fmt::format("{} ({} to {})", text, low, high);
}

/// How large the part that the law leaves out can be at most: what the law with it says.
std::string at_most(const curve_law& of, law_kind larger, const char* what) {
  for (const law_estimate& e : of.choice.held) {
    if (e.kind != larger || !e.fitted) continue;
    const auto& part = larger == law_kind::usl ? e.second : e.first;
    if (part && part->ci) return fmt::format("; at most {} {}", fine_percent(part->ci->high), what);
  }
  return {};
}

std::string end_of_gain(const curve_law& of, const law_estimate& e) {
  const double most = of.data.threads.back();
  if (!e.ends_at || e.ends_at->value > most) {
    return fmt::format("; still gaining at {} threads", most);
  }
  std::string text = "; no more gain past " + threads_number(e.ends_at->value) + " threads";
  if (e.ends_at->ci) {
    const interval& ci = *e.ends_at->ci;
    const std::string high =
        ci.high > most ? fmt::format("beyond {}", most) : threads_number(ci.high);
    text += fmt::format(", 95 % {} to {}", threads_number(ci.low), high);
  }
  return text;
}

std::string handoff_in_words(const curve_law& of, const law_estimate& e) {
  const std::string server =
      fmt::format("one server for all: {} of an operation, {} more when it changes hands",
                  with_range(*e.first), with_range(*e.second));
  if (e.fitted->first + e.fitted->second >= 1) {
    return server + fmt::format("; settles at {}, no more than one thread", si(e.ends_with->value));
  }
  return server + end_of_gain(of, e) +
         (e.ends_at && e.ends_at->value <= of.data.threads.back()
              ? fmt::format("; settles at {}", si(e.ends_with->value))
              : "");
}

std::string in_words(const curve_law& of, const law_estimate& e) {
  switch (e.kind) {
    case law_kind::linear:
      return "every thread adds as much as the first" + at_most(of, law_kind::amdahl, "serial");
    case law_kind::amdahl:
      return with_range(*e.first) + " serial" + at_most(of, law_kind::usl, "pairwise coherence") +
             end_of_gain(of, e);
    case law_kind::usl:
      return fmt::format("{} serial, {} pairwise coherence", with_range(*e.first),
                         with_range(*e.second)) +
             end_of_gain(of, e);
    case law_kind::gustafson:
      return "the work grows with the threads but for " + with_range(*e.first);
    case law_kind::roofline:
      return fmt::format("every thread adds as much as the first, up to a ceiling of {}",
                         si(e.ends_with->value)) +
             end_of_gain(of, e);
    case law_kind::handoff: return handoff_in_words(of, e);
  }
  return {};
}

}  // namespace

std::string law_in_words(const curve_law& of) {
  const law_estimate* chosen = of.choice.chosen();
  return chosen ? in_words(of, *chosen) : "no law: " + of.choice.refused;
}

std::string law_name(const curve_law& of) {
  const law_estimate* chosen = of.choice.chosen();
  return chosen ? name_of(chosen->kind) : "";
}

std::string law_beside(const curve_law& of) {
  std::string text;
  for (const law_kind kind : of.choice.as_good) {
    text += fmt::format("{}{}", text.empty() ? "as good: " : ", ", name_of(kind));
  }
  if (of.cut) {
    text += fmt::format("{}of at most {} threads, where the topology changes",
                        text.empty() ? "" : "; ", of.regime_end);
  }
  return text;
}

std::string law_asked(const curve_law& of) {
  if (!of.asked) return {};
  const extrapolation& a = *of.asked;
  const std::string at = fmt::format("at {} threads", a.threads);
  if (!a.refused.empty()) return at + ": no answer, " + a.refused;
  std::string text = fmt::format(
      "{}, {}: {}", at,
      a.measured ? "by the model, within what was measured" : "by the model, not measured",
      si(a.rate.value));
  if (a.rate.ci) {
    text += fmt::format(", 95 % of visits {} to {}", si(a.rate.ci->low), si(a.rate.ci->high));
  }
  return text;
}

std::string law_held(const law_estimate& of) {
  std::string text = std::string(name_of(of.kind)) + ": ";
  if (!of.refused.empty()) return text + of.refused;
  text += fmt::format("fits (p = {:.2g})", of.chance);
  return of.untold.empty() ? text : text + ", but " + of.untold;
}

}  // namespace contend
