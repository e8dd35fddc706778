#include <contend/report/law_text.hpp>
#include <contend/report/table_laws.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace contend {
namespace {

std::string load_of(const curve_law& l) {
  return fmt::format("{}/{}{}", l.suite, l.workload,
                     l.parameters.empty() ? "" : " " + l.parameters);
}

/// The law, what is beside it, and what was asked, in one sentence.
std::string all_of(const curve_law& l) {
  std::string text = law_in_words(l);
  if (const std::string beside = law_beside(l); !beside.empty()) text += " (" + beside + ")";
  if (const std::string asked = law_asked(l); !asked.empty()) text += "; " + asked;
  return text;
}

std::string followed(const findings& found, const palette& paint, std::size_t width) {
  std::string out, load;
  for (const curve_law& l : found.laws) {
    if (!l.choice.chosen()) continue;
    if (std::exchange(load, load_of(l)) != load_of(l)) {
      out += paint.bold("  " + printable(load)) + "\n";
    }
    out += wrapped(printable(fmt::format("    {}: {}", l.subject, all_of(l))), width, 6) + "\n";
  }
  return out;
}

std::string refused(const findings& found, std::size_t width) {
  std::vector<std::pair<std::string, std::vector<const curve_law*>>> by_reason;
  for (const curve_law& l : found.laws) {
    if (l.choice.chosen()) continue;
    const auto same = [&](const auto& r) { return r.first == l.choice.refused; };
    auto at = std::find_if(by_reason.begin(), by_reason.end(), same);
    if (at == by_reason.end()) at = by_reason.insert(by_reason.end(), {l.choice.refused, {}});
    at->second.push_back(&l);
  }
  std::string out;
  for (const auto& [reason, curves] : by_reason) {
    const curve_law& first = *curves.front();
    std::string text = fmt::format("  none for {} {}", load_of(first), first.subject);
    if (curves.size() > 1) text += fmt::format(" and {} more", curves.size() - 1);
    out += wrapped(printable(text + ": " + reason), width, 4) + "\n";
  }
  return out;
}

}  // namespace

std::string table_of_laws(const findings& found, const palette& paint, std::size_t width) {
  if (found.laws.empty()) return {};
  return fmt::format("\n{}{}\n", paint.bold("laws"),
                     paint.dim("  how rates follow from threads; in brackets 95 % intervals")) +
         followed(found, paint, width) + refused(found, width);
}

}  // namespace contend
