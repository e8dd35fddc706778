#include <contend/analysis/law.hpp>

#include <algorithm>
#include <cmath>

namespace contend {
namespace {

/// The hand-off with 1, 2, ..., n threads at the pace of one thread: each number of threads finds
/// the queue that one thread fewer leaves.
double handoff_pace(const law& of, double n) {
  const auto whole = static_cast<unsigned>(std::max(1.0, std::floor(n)));
  double queue = 0, before = 0, pace = 1;
  const auto next = [&](double k) {
    const double service = of.first + of.second * (1 - 1 / k);
    const double there = service * (1 + queue);
    before = pace;
    pace = k / (1 - of.first + there);
    queue = pace * there;
  };
  for (unsigned k = 1; k <= whole; ++k) next(k);
  if (n <= whole) return pace;
  next(whole + 1.0);
  return std::lerp(before, pace, n - whole);
}

}  // namespace

const char* to_string(law_kind kind) noexcept {
  switch (kind) {
    case law_kind::linear: return "linear";
    case law_kind::amdahl: return "amdahl";
    case law_kind::usl: return "usl";
    case law_kind::gustafson: return "gustafson";
    case law_kind::roofline: return "roofline";
    case law_kind::handoff: return "handoff";
  }
  return "?";
}

unsigned parameters_of(law_kind kind) noexcept {
  switch (kind) {
    case law_kind::linear: return 1;
    case law_kind::amdahl:
    case law_kind::gustafson:
    case law_kind::roofline: return 2;
    case law_kind::usl:
    case law_kind::handoff: return 3;
  }
  return 0;
}

double rate_of(const law& of, double n) {
  switch (of.kind) {
    case law_kind::linear: return of.scale * n;
    case law_kind::amdahl: return of.scale * n / (1 + of.first * (n - 1));
    case law_kind::usl: return of.scale * n / (1 + of.first * (n - 1) + of.second * n * (n - 1));
    case law_kind::gustafson: return of.scale * (of.first + (1 - of.first) * n);
    case law_kind::roofline: return of.scale * std::min(n, of.first);
    case law_kind::handoff: return of.scale * handoff_pace(of, n);
  }
  return 0;
}

std::optional<double> gain_ends_at(const law& of) noexcept {
  if (of.kind == law_kind::roofline) return of.first;
  if (of.kind == law_kind::usl && of.second > 0 && of.first < 1) {
    return std::max(1.0, std::sqrt((1 - of.first) / of.second));
  }
  const double server = of.first + of.second;
  if (of.kind == law_kind::handoff && server > 0) return std::max(1.0, (1 + of.second) / server);
  return std::nullopt;
}

std::optional<double> rate_at_end(const law& of) noexcept {
  if (of.kind == law_kind::handoff) {
    const double server = of.first + of.second;
    return server > 0 ? std::optional(of.scale / server) : std::nullopt;
  }
  const auto end = gain_ends_at(of);
  return end ? std::optional(rate_of(of, *end)) : std::nullopt;
}

}  // namespace contend
